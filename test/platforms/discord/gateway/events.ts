/** Dispatches changes as gateway events. */

import { channelJson, guildCreateJson, memberJson, messageJson, rolesJson } from '../world/payloads.ts'
import { INTENT, type Json } from '../world/protocol.ts'
import type { Channel, Guild, Message, World } from '../world/world.ts'
import type { Gateway, Scope } from './gateway.ts'

export type Events = ReturnType<typeof createEvents>

export function createEvents(world: World, gateway: Gateway, cdn: () => string) {
  const messageScope = (channelId: string): Scope => {
    const guild = world.channels.get(channelId)?.guildId
    return { guild, channel: channelId, intent: guild ? INTENT.GUILD_MESSAGES : INTENT.DIRECT_MESSAGES }
  }
  const guildScope = (guild: string | undefined): Scope => ({ guild, intent: INTENT.GUILDS })

  function message(t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', about: Message, change: Json = {}): void {
    const channel = world.channels.get(about.channelId)
    const guild = channel?.guildId ? world.guilds.get(channel.guildId) : undefined
    // Ephemeral messages, and servers without the bot, never reach the gateway.
    if (about.onlyFor || (guild && !guild.joined)) return
    const member = about.webhookId ? undefined : guild?.members.get(about.author.id)
    gateway.dispatch(t, messageScope(about.channelId), ({ intents }) => ({
      ...messageJson(world, about, cdn(), (intents & INTENT.MESSAGE_CONTENT) === 0),
      channel_type: channel?.type,
      ...(guild ? { guild_id: guild.id } : {}),
      ...(member ? { member: memberJson(member) } : {}),
      ...change,
    }))
  }

  return {
    messageCreated: (about: Message) => message('MESSAGE_CREATE', about),
    messageUpdated: (about: Message, change?: Json) => message('MESSAGE_UPDATE', about, change),
    messagesDeleted(channelId: string, ids: readonly string[], bulk = false): void {
      const guild = world.channels.get(channelId)?.guildId
      const where = { channel_id: channelId, ...(guild ? { guild_id: guild } : {}) }
      if (bulk) gateway.dispatch('MESSAGE_DELETE_BULK', messageScope(channelId), () => ({ ids, ...where }))
      else for (const id of ids) gateway.dispatch('MESSAGE_DELETE', messageScope(channelId), () => ({ id, ...where }))
    },
    threadCreated: (thread: Channel) =>
      gateway.dispatch('THREAD_CREATE', { ...guildScope(thread.guildId), channel: thread.id }, () => ({
        ...channelJson(world, thread),
        newly_created: true,
      })),
    threadUpdated: (thread: Channel) =>
      gateway.dispatch('THREAD_UPDATE', { ...guildScope(thread.guildId), channel: thread.id }, () =>
        channelJson(world, thread),
      ),
    channel(t: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE', channel: Channel): void {
      gateway.dispatch(t, guildScope(channel.guildId), () => channelJson(world, channel))
    },
    /** Call after changing `guild.roles`. Sends each role as created and updated; clients ignore what does not apply. */
    rolesChanged(guild: Guild): void {
      for (const role of rolesJson(guild))
        for (const t of ['GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE'])
          gateway.dispatch(t, guildScope(guild.id), () => ({ guild_id: guild.id, role }))
    },
    /** A bot receives this about itself without the members intent. */
    memberChanged(guild: Guild): void {
      const own = guild.members.get(world.me.id)
      if (own)
        gateway.dispatch('GUILD_MEMBER_UPDATE', guildScope(guild.id), () => ({
          ...memberJson(own, world.me),
          guild_id: guild.id,
        }))
    },
    guildCreated: (guild: Guild) =>
      gateway.dispatch('GUILD_CREATE', guildScope(guild.id), () => guildCreateJson(world, guild)),
    guildDeleted: (guild: Guild, unavailable: boolean) =>
      gateway.dispatch('GUILD_DELETE', guildScope(guild.id), () => ({
        id: guild.id,
        ...(unavailable ? { unavailable } : {}),
      })),
    interaction: (guild: string | undefined, payload: Json) =>
      gateway.dispatch('INTERACTION_CREATE', { guild }, () => payload),
  }
}
