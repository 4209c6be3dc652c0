/** Computes whom a message notifies. */
import { can } from './permissions.ts'
import { COMPONENT, everyComponent, isRecord, type Json, list, type PermissionName, string } from './protocol.ts'
import type { Channel, Message, World } from './world.ts'

/** The text that can notify: content and text displays, never embeds. */
export const textThatPings = (body: Json): string =>
  [string(body.content)]
    .concat(everyComponent(body.components).map((item) => (item.type === COMPONENT.TEXT ? string(item.content) : '')))
    .join('\n')

export const mentionedUsers = (text: string) => [...text.matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id)
export const mentionedRoles = (text: string) => [...text.matchAll(/<@&(\d+)>/g)].map(([, id = '']) => id)

/**
 * @param body as sent; without `allowed_mentions` every mention in the text notifies, and so does a reply
 * @returns ids of people and roles, `everyone`, `here`
 */
export function notifiedBy(world: World, channel: Channel, body: Json, repliedTo: Message | undefined): string[] {
  const text = textThatPings(body)
  const allowed = isRecord(body.allowed_mentions) ? body.allowed_mentions : undefined
  const all = (kind: string) => !allowed || list(allowed.parse).includes(kind)
  const named = (kind: string) => list(allowed?.[kind])
  const may = (permission: PermissionName) => can(world, channel, world.me.id, permission)
  const found = new Set<string>()
  for (const id of mentionedUsers(text)) if (all('users') || named('users').includes(id)) found.add(id)
  const roles = channel.guildId ? world.guilds.get(channel.guildId)?.roles : undefined
  for (const id of mentionedRoles(text)) {
    const notifies = roles?.get(id)?.mentionable || may('MENTION_EVERYONE')
    if (notifies && (all('roles') || named('roles').includes(id))) found.add(id)
  }
  for (const [, word = ''] of text.matchAll(/@(everyone|here)\b/g))
    if (all('everyone') && may('MENTION_EVERYONE')) found.add(word)
  if (repliedTo && (allowed ? allowed.replied_user === true : true)) found.add(repliedTo.author.id)
  return [...found]
}
