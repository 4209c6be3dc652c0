/** The platform in memory, in the shape of the adapter contract suite. */
import type { Sink } from '../../src/chat/adapter.ts'
import type { Card } from '../../src/chat/card.ts'
import type { MessageEvent } from '../../src/chat/event.ts'
import type { AdapterHarness, SayOptions, Shown } from '../contracts/adapter-harness.ts'
import { textOf } from '../platforms/memory/card-text.ts'
import { ALICE, channelOf, createLocalPlatform } from '../platforms/memory/local-platform.ts'
import { createCollectingSink } from '../support/collecting-sink.ts'

export async function openLocalHarness(): Promise<AdapterHarness> {
  const platform = createLocalPlatform()
  const { sink, received, onNext } = createCollectingSink()
  const said = new Map<string, MessageEvent>()
  // In memory a sink that throws would throw at whoever speaks.
  const handle: Sink['handle'] = (event, responder) => sink.handle(event, responder).catch(() => true)
  await platform.adapter.start({ ...sink, handle }, [])
  const shownOf = (card: Card, id: string, replyTo?: string): Shown => ({
    id,
    text: textOf(card),
    buttons: card.actions.flatMap((action) =>
      action.kind === 'button' ? [{ id: action.id, value: action.value, label: action.label }] : [],
    ),
    pinged: [],
    ...(replyTo ? { replyTo } : {}),
  })
  return {
    adapter: platform.adapter,
    capabilities: platform.adapter.capabilities,
    received,
    channel: channelOf('support'),
    onNext,
    async say(text: string, { bot = false, files = [] }: SayOptions = {}) {
      const event = await platform.say(text, {
        by: { ...ALICE, bot },
        files: files.map((file) => platform.attach(file.content, file.name)),
      })
      said.set(event.message.id, event)
      return event.message.id
    },
    async change(message, text) {
      const event = said.get(message)
      if (event) await platform.edit(event, text)
    },
    touch: async () => {},
    async erase(message) {
      const event = said.get(message)
      if (event) await platform.erase(event.message)
    },
    command: (name, text) => platform.command(name, text),
    press: (message, button) =>
      platform.press({ conversation: channelOf('support'), id: message }, button.id, button.value),
    async redeliver() {
      const last = received.at(-1)
      if (last) await platform.deliver(last.event)
    },
    shown: async () => platform.posts.map((post) => shownOf(post.card, post.ref.id, post.options.replyTo?.id)),
    privately: async () => [
      ...platform.whispers.map(({ card }, i) => shownOf(card, `w${i}`)),
      ...platform.replies
        .filter((reply) => reply.visibility === 'private')
        .map(({ card }, i) => shownOf(card, `r${i}`)),
    ],
    // A post in memory cannot fail on its way.
    failNext: () => {},
    problems: () => [],
    stop: () => platform.adapter.stop(),
  }
}
