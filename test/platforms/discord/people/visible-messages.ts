/** What people see of the bot's messages: who sees which, their text and buttons. */

import { byAge, COMPONENT, everyComponent, FLAG, type Json, list, record, string } from '../world/protocol.ts'
import type { Message, World } from '../world/world.ts'

export interface VisibleButton {
  readonly customId: string
  readonly label: string
}

/** Removes Markdown escapes. */
const unescaped = (text: string) => text.replace(/\\([\\`*_~|>#[\](){}<@:+.!-])/g, '$1')

function embedText(embed: Json): readonly string[] {
  const fields = list(embed.fields).map(record)
  return [
    string(record(embed.author).name),
    ...[embed.title, embed.description].map(string),
    ...fields.map((field) => `${string(field.name)}: ${string(field.value)}`),
    string(record(embed.footer).text),
  ]
}

/** All visible text, from top to bottom. */
export function visibleText(message: Message): string {
  const texts = everyComponent(message.components).map((item) =>
    item.type === COMPONENT.TEXT ? string(item.content) : '',
  )
  const all = [message.content, ...texts, ...message.embeds.map(record).flatMap(embedText)]
  return unescaped(all.filter(Boolean).join('\n'))
}

export const visibleButtons = (message: Message): readonly VisibleButton[] =>
  everyComponent(message.components)
    .filter((item) => item.type === COMPONENT.BUTTON && typeof item.custom_id === 'string')
    .map((item) => ({ customId: string(item.custom_id), label: string(item.label) }))

export function createVisibleMessages(world: World) {
  /** The bot's own messages, without "thinking" placeholders and thread system messages. */
  const ofBot = (message: Message) =>
    message.author.id === world.me.id && (message.flags & FLAG.LOADING) === 0 && ![18, 21].includes(message.type)
  const every = () => [...world.messages.values()].flat().sort(byAge)
  return {
    /** The bot's public messages in a channel and its threads, or in all servers. */
    inChannel: (channel?: string): readonly Message[] =>
      every().filter((message) => {
        const place = world.channels.get(message.channelId)
        const here = !channel || place?.id === channel || place?.parentId === channel
        return here && place?.guildId !== undefined && !message.onlyFor && ofBot(message)
      }),
    /** The bot's ephemeral and direct messages to a person. */
    byPerson: (user: string): readonly Message[] =>
      every().filter(
        (message) =>
          ofBot(message) &&
          (message.onlyFor ? message.onlyFor === user : world.channels.get(message.channelId)?.recipientId === user),
      ),
    /** Everybody whom the bot's messages notified: ids of people and roles, `everyone`, `here`. */
    pings: (): readonly string[] =>
      every()
        .filter(ofBot)
        .flatMap((message) => message.pinged),
  }
}
