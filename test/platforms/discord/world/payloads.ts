/** Serializes the world as Discord's JSON payloads. */

import { mentionedRoles, mentionedUsers, textThatPings } from './mentions.ts'
import { channelPermissions, guildPermissions } from './permissions.ts'
import { CHANNEL, type Json, MESSAGE, timeOf } from './protocol.ts'
import type { Channel, Guild, Member, Message, Role, StoredFile, User, World } from './world.ts'

const iso = (time: number) => new Date(time).toISOString().replace('Z', '000+00:00')

export const userJson = (user: Pick<User, 'id' | 'username' | 'bot'>): Json => ({
  id: user.id,
  username: user.username,
  global_name: user.bot ? null : user.username,
  bot: user.bot,
  discriminator: '0000',
  avatar: null,
  public_flags: 0,
  flags: 0,
  primary_guild: null,
})

export const memberJson = (member: Member, user?: User): Json => ({
  roles: member.roles,
  joined_at: iso(1_600_000_000_000),
  nick: null,
  avatar: null,
  banner: null,
  flags: 0,
  deaf: false,
  mute: false,
  pending: false,
  premium_since: null,
  communication_disabled_until: member.timedOutUntil ? iso(member.timedOutUntil) : null,
  ...(user ? { user: userJson(user) } : {}),
})

/** The role that Discord creates for an invited bot carries its id. */
const tagsOf = (guild: Guild, role: Role): Json => {
  const bot = role.managed && [...guild.members.values()].find(({ roles }) => roles.includes(role.id))
  return bot ? { tags: { bot_id: bot.user } } : {}
}

export const rolesJson = (guild: Guild): Json[] =>
  [...guild.roles.values()].map((role, position) => ({
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position,
    mentionable: role.mentionable,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    flags: 0,
    icon: null,
    unicode_emoji: null,
    ...tagsOf(guild, role),
  }))

export function channelJson(world: World, channel: Channel): Json {
  const { thread } = channel
  const messages = world.messagesIn(channel.id)
  const base = { id: channel.id, type: channel.type, last_message_id: messages.at(-1)?.id ?? null, flags: 0 }
  if (channel.recipientId) {
    const user = world.users.get(channel.recipientId)
    return { ...base, recipients: user ? [userJson(user)] : [] }
  }
  const placed = { ...base, guild_id: channel.guildId, name: channel.name, rate_limit_per_user: 0 }
  if (thread)
    return {
      ...placed,
      parent_id: channel.parentId,
      owner_id: thread.ownerId,
      member_count: 1,
      message_count: messages.length,
      total_message_sent: messages.length,
      applied_tags: [],
      thread_metadata: {
        archived: thread.archived,
        locked: thread.locked,
        auto_archive_duration: thread.autoArchive,
        archive_timestamp: iso(thread.changedAt),
        create_timestamp: iso(timeOf(channel.id)),
      },
    }
  return {
    ...placed,
    position: 0,
    nsfw: false,
    topic: null,
    parent_id: null,
    permission_overwrites: channel.overwrites.map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: String(allow),
      deny: String(deny),
    })),
    ...(channel.type === CHANNEL.FORUM
      ? { available_tags: [], default_reaction_emoji: null, default_forum_layout: 0 }
      : {}),
  }
}

export const threadsOf = (world: World, guild: Guild) =>
  [...world.channels.values()].filter((channel) => channel.guildId === guild.id && channel.thread)

export function guildJson(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: rolesJson(guild),
    icon: null,
    splash: null,
    emojis: [],
    stickers: [],
    features: [],
    premium_tier: 0,
    verification_level: 0,
    mfa_level: 0,
    nsfw_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    preferred_locale: 'en-US',
    afk_timeout: 300,
    afk_channel_id: null,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    banner: null,
    rules_channel_id: null,
    public_updates_channel_id: null,
    vanity_url_code: null,
    description: null,
    discovery_splash: null,
    home_header: null,
    region: 'deprecated',
    max_members: 500_000,
    max_presences: null,
    widget_enabled: false,
    widget_channel_id: null,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
  }
}

/** GUILD_CREATE; without the members intent it lists only the bot. */
export function guildCreateJson(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id)
  const bot = guild.members.get(world.me.id)
  return {
    ...guildJson(guild),
    joined_at: iso(1_600_000_000_000),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: bot ? [memberJson(bot, world.me)] : [],
    channels: channels.filter((channel) => !channel.thread).map((channel) => channelJson(world, channel)),
    threads: channels
      .filter(
        (channel) => channel.thread && !channel.thread.archived && channelPermissions(world, channel, world.me.id),
      )
      .map((channel) => channelJson(world, channel)),
  }
}

/** CDN addresses are signed; without the signature they answer 404. */
export const signatureOf = (path: string) => Buffer.from(path).toString('hex').slice(-32).padStart(32, '0')
export const signed = (base: string, path: string) =>
  `${base}${path}?ex=${(Math.floor(Date.now() / 1000) + 86_400).toString(16)}&is=65000000&hm=${signatureOf(path)}&`

const fileJson = (base: string, file: StoredFile): Json => ({
  id: file.id,
  filename: file.name,
  size: file.content.length,
  content_type: file.type,
  flags: 0,
  url: signed(base, file.path),
  proxy_url: signed(base, file.path),
})

/** Adds what Discord fills in to an embed. */
const embedJson = (embed: Json): Json => ({
  type: 'rich',
  ...embed,
  ...(Array.isArray(embed.fields) ? { fields: embed.fields.map((field) => ({ inline: false, ...field })) } : {}),
})

/**
 * @param cdn base URL of attachments
 * @param blind the receiver has no message content intent
 */
export function messageJson(world: World, message: Message, cdn: string, blind = false): Json {
  const text = textThatPings({ content: message.content, components: message.components })
  // A reply that notifies the author counts as a mention.
  const ids = new Set([...mentionedUsers(text), ...message.pinged])
  const users = [...ids].flatMap((id) => world.users.get(id) ?? [])
  const replied = message.reference?.message_id
  const target =
    message.type === MESSAGE.REPLY || message.type === MESSAGE.THREAD_STARTER
      ? world.findMessage(String(message.reference?.channel_id), String(replied))
      : undefined
  const thread = world.channels.get(message.id)
  const meta = message.interaction
  const asker = meta && world.users.get(meta.userId)
  const hidden = blind && isHidden(world, message, users)
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userJson(message.author),
    type: message.type,
    timestamp: iso(timeOf(message.id)),
    edited_timestamp: message.editedAt ? iso(message.editedAt) : null,
    tts: false,
    pinned: false,
    flags: message.flags,
    mention_everyone: message.pinged.includes('everyone'),
    mentions: users.map(userJson),
    mention_roles: mentionedRoles(text),
    mention_channels: [],
    content: hidden ? '' : message.content,
    embeds: hidden ? [] : message.embeds.map((embed) => embedJson(embed as Json)),
    components: hidden ? [] : message.components,
    attachments: hidden ? [] : message.files.map((file) => fileJson(cdn, file)),
    ...(message.nonce !== undefined ? { nonce: message.nonce } : {}),
    ...(message.webhookId ? { webhook_id: message.webhookId } : {}),
    ...(message.applicationId ? { application_id: message.applicationId } : {}),
    ...(message.reference ? { message_reference: message.reference } : {}),
    ...(message.reference && message.type === MESSAGE.REPLY
      ? { referenced_message: target ? messageJson(world, { ...target, type: 0 }, cdn, blind) : null }
      : {}),
    ...(message.snapshots && !hidden ? { message_snapshots: message.snapshots } : {}),
    ...(thread?.thread && message.channelId !== thread.id ? { thread: channelJson(world, thread) } : {}),
    ...(meta && asker
      ? {
          interaction_metadata: {
            id: meta.id,
            type: meta.type,
            user: userJson(asker),
            authorizing_integration_owners: {},
          },
        }
      : {}),
  }
}

/** Without the intent the bot still reads direct messages, messages that mention it, and its own. */
function isHidden(world: World, message: Message, mentioned: readonly User[]): boolean {
  if (message.author.id === world.me.id || world.channels.get(message.channelId)?.recipientId) return false
  return !mentioned.some((user) => user.id === world.me.id)
}

export const memberPermissionsJson = (world: World, guild: Guild, channel: Channel | undefined, user: string) =>
  String(channel ? channelPermissions(world, channel, user) : guildPermissions(guild, user))
