/** Wraps the local Discord for the adapter contract suite. */
import type { Adapter } from '../../../src/chat/adapter.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import type { AdapterHarness, Shown } from '../../contracts/adapter-harness.ts'
import {
  createLocalDiscord,
  type LocalDiscord,
  type LocalDiscordOptions,
} from '../../platforms/discord/local-discord.ts'
import { type VisibleButton, visibleButtons, visibleText } from '../../platforms/discord/people/visible-messages.ts'
import type { Message, User } from '../../platforms/discord/world/world.ts'
import { createCollectingSink } from '../../support/collecting-sink.ts'

/** `id:value`, perhaps with `#n` behind it, because Discord wants every custom_id of a message to differ. */
export function decodeButton({ customId, label }: VisibleButton) {
  const plain = customId.replace(/#\d+$/, '')
  const at = plain.indexOf(':')
  return at < 0 ? { id: plain, value: '', label } : { id: plain.slice(0, at), value: plain.slice(at + 1), label }
}

export async function createDiscordHarness(
  makeAdapter: (platform: LocalDiscord) => Adapter | Promise<Adapter>,
  options: LocalDiscordOptions = {},
): Promise<AdapterHarness> {
  const platform = await createLocalDiscord(options)
  const { world, people, act, seen, gateway } = platform
  const { sink, received, onNext } = createCollectingSink()
  const adapter = await makeAdapter(platform)
  try {
    await adapter.start(sink, COMMANDS)
  } catch (error) {
    await platform.stop()
    throw error
  }

  /** A person by id or by name; a new name joins the server. */
  function person(name: string | undefined): User {
    if (name === undefined) return world.alice
    const known = world.users.get(name) ?? [...world.users.values()].find((user) => user.username === name)
    if (known) return known
    const user = world.addUser(name)
    world.join(world.guild, user)
    return user
  }
  function located(id: string): Message {
    const message = world.locate(id)
    if (!message) throw new Error(`no message ${id}`)
    return message
  }
  const shownOf = (message: Message): Shown => {
    const parent = world.channels.get(message.channelId)?.parentId
    const replyTo = message.reference?.message_id ?? (parent ? message.channelId : undefined)
    return {
      id: message.id,
      text: visibleText(message),
      pinged: message.pinged,
      buttons: visibleButtons(message).map(decodeButton),
      ...(typeof replyTo === 'string' ? { replyTo } : {}),
    }
  }

  return {
    adapter,
    capabilities: adapter.capabilities,
    received,
    channel: { platform: 'discord', workspace: world.guild.id, channel: world.channel.id },
    onNext,
    async say(text, { person: by, bot = false, inThreadOf, files = [] } = {}) {
      const thread = inThreadOf === undefined ? undefined : people.threadOf(located(inThreadOf))
      return people.say(text, {
        by: person(by),
        files,
        ...(bot ? { webhook: 'Alerts' } : {}),
        ...(thread ? { in: thread } : {}),
      }).id
    },
    change: async (id, text) => people.change(located(id), text),
    touch: async (id) => people.touch(located(id)),
    erase: async (id) => people.erase(located(id)),
    async command(name, text) {
      act.type(name, text)
    },
    async press(id, button) {
      const message = id === 'private' ? seen.byPerson(world.alice.id).at(-1) : located(id)
      const found =
        message &&
        visibleButtons(message).find((item) => {
          const { id: action, value } = decodeButton(item)
          return action === button.id && value === button.value
        })
      if (!message || !found) throw new Error(`no button ${button.id}:${button.value} on ${id}`)
      act.press(message, found.customId)
    },
    async redeliver() {
      gateway.repeatLast((t, d) => {
        const { author } = d as { author?: { id?: string } }
        return t === 'INTERACTION_CREATE' || (t.startsWith('MESSAGE_') && author?.id !== world.me.id)
      })
    },
    shown: async () => seen.inChannel().map(shownOf),
    privately: async (by) => seen.byPerson(person(by).id).map(shownOf),
    failNext: (kind, times) => platform.failNext(kind, times),
    problems: () => platform.problems,
    async stop() {
      await adapter.stop()
      await platform.stop()
    },
  }
}
