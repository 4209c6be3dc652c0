/** The platform in memory, in the shape of the adapter contract suite. */
import type { Card } from '../../src/chat/card.ts'
import type { MessageEvent } from '../../src/chat/event.ts'
import type { AdapterHarness, Received, SayOptions, Shown } from '../contracts/adapter-harness.ts'
import { textOf } from './card-text.ts'
import { ALICE, channelOf, createLocalPlatform } from './local-platform.ts'

export async function openLocalHarness(): Promise<AdapterHarness> {
  const platform = createLocalPlatform()
  const received: Received[] = []
  const said = new Map<string, MessageEvent>()
  let next: ((got: Received) => Promise<void>) | undefined
  await platform.adapter.start(
    {
      suggest: () => [],
      home: async () => ({ tone: 'info', title: 'Home', summary: 'Home.', blocks: [], actions: [] }),
      async handle(event, responder) {
        received.push({ event, responder })
        const work = next
        next = undefined
        await work?.({ event, responder }).catch(() => {})
        return true
      },
    },
    [],
  )
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
    onNext: (work) => {
      next = work
    },
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
