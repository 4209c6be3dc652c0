/** Computes permissions as Discord does: roles, then the channel's overwrites. */
import { PERMISSION, type PermissionName } from './protocol.ts'
import type { Channel, Guild, World } from './world.ts'

const ALL = (1n << 53n) - 1n
const DM_PERMISSIONS =
  PERMISSION.VIEW_CHANNEL |
  PERMISSION.SEND_MESSAGES |
  PERMISSION.EMBED_LINKS |
  PERMISSION.ATTACH_FILES |
  PERMISSION.READ_MESSAGE_HISTORY
/** Permissions left to a member who is timed out. */
const TIMED_OUT = PERMISSION.VIEW_CHANNEL | PERMISSION.READ_MESSAGE_HISTORY

export function guildPermissions(guild: Guild, user: string): bigint {
  const member = guild.members.get(user)
  if (!member) return 0n
  if (guild.ownerId === user) return ALL
  const bits = [guild.id, ...member.roles].reduce((sum, role) => sum | (guild.roles.get(role)?.permissions ?? 0n), 0n)
  return bits & PERMISSION.ADMINISTRATOR ? ALL : bits
}

/** Threads use the overwrites of their parent channel. */
export function channelPermissions(world: World, channel: Channel, user: string): bigint {
  if (!channel.guildId) return channel.recipientId === user || user === world.me.id ? DM_PERMISSIONS : 0n
  const guild = world.guilds.get(channel.guildId)
  const member = guild?.members.get(user)
  if (!guild || !member) return 0n
  let bits = guildPermissions(guild, user)
  if (bits === ALL) return ALL
  const place = (channel.thread && channel.parentId && world.channels.get(channel.parentId)) || channel
  const of = (id: string) => place.overwrites.filter((overwrite) => overwrite.id === id)
  const roles = member.roles.flatMap(of)
  const levels = [of(guild.id), roles, of(user)]
  for (const level of levels) {
    bits &= ~level.reduce((sum, overwrite) => sum | overwrite.deny, 0n)
    bits |= level.reduce((sum, overwrite) => sum | overwrite.allow, 0n)
  }
  if (!(bits & PERMISSION.VIEW_CHANNEL)) return 0n
  return (member.timedOutUntil ?? 0) > Date.now() ? bits & TIMED_OUT : bits
}

export const can = (world: World, channel: Channel, user: string, permission: PermissionName): boolean =>
  (channelPermissions(world, channel, user) & PERMISSION[permission]) !== 0n
