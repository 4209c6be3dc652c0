/** What exists on the local Discord. Plain state; who tells whom about a change is not decided here. */
import { EVERYONE, PERMISSION } from './permissions.ts'
import { CHANNEL } from './protocol.ts'
import { createSnowflakes } from './snowflake.ts'
import type { Channel, Guild, Member, Message, Role, StoredFile, User } from './world-types.ts'

export type * from './world-types.ts'

export interface WorldOptions {
  /** More servers that the bot is in, for measuring; each with one channel. */
  readonly extraGuilds?: number
  /** The switch "Message Content Intent" in the Developer Portal. */
  readonly contentIntent?: boolean
  readonly token?: string
}

export type World = ReturnType<typeof createWorld>

export function createWorld(options: WorldOptions = {}) {
  const nextId = createSnowflakes()
  const users = new Map<string, User>()
  const guilds = new Map<string, Guild>()
  const channels = new Map<string, Channel>()
  /** Channel id -> its messages, oldest first. */
  const messages = new Map<string, Message[]>()
  const files = new Map<string, StoredFile>()
  const problems: string[] = []

  function addUser(username: string, bot = false): User {
    const user: User = { id: nextId(), username, bot, acceptsDms: true }
    users.set(user.id, user)
    return user
  }

  function addGuild(name: string, owner: User, joined = true): Guild {
    const id = nextId()
    const everyone: Role = { id, name: '@everyone', permissions: EVERYONE, mentionable: false, managed: false }
    const guild: Guild = {
      id,
      name,
      ownerId: owner.id,
      joined,
      roles: new Map([[id, everyone]]),
      members: new Map([[owner.id, { user: owner.id, roles: [] }]]),
    }
    guilds.set(id, guild)
    if (joined) join(guild, me, [addRole(guild, 'imerr', 0n, true).id])
    return guild
  }

  function addRole(guild: Guild, name: string, permissions = 0n, managed = false): Role {
    const role: Role = { id: nextId(), name, permissions, mentionable: false, managed }
    guild.roles.set(role.id, role)
    return role
  }

  function join(guild: Guild, user: User, roles: string[] = []): Member {
    const member: Member = { user: user.id, roles }
    guild.members.set(user.id, member)
    return member
  }

  function addChannel(guild: Guild, name: string, type: number = CHANNEL.TEXT): Channel {
    const channel: Channel = { id: nextId(), type, guildId: guild.id, name, overwrites: [] }
    channels.set(channel.id, channel)
    return channel
  }

  /** @param id the starter message's id; a thread has the same */
  function addThread(parent: Channel, name: string, owner: string, id = nextId()): Channel {
    const thread: Channel = {
      id,
      type: CHANNEL.PUBLIC_THREAD,
      name,
      overwrites: [],
      parentId: parent.id,
      ...(parent.guildId ? { guildId: parent.guildId } : {}),
      thread: { archived: false, locked: false, autoArchive: 4320, ownerId: owner, changedAt: Date.now() },
    }
    channels.set(id, thread)
    return thread
  }

  function dmWith(user: string): Channel {
    const known = [...channels.values()].find((channel) => channel.recipientId === user)
    if (known) return known
    const channel: Channel = { id: nextId(), type: CHANNEL.DM, recipientId: user, name: '', overwrites: [] }
    channels.set(channel.id, channel)
    return channel
  }

  function addFile(channelId: string, name: string, content: Uint8Array, type: string): StoredFile {
    const id = nextId()
    const file = { id, name, content, type, path: `/attachments/${channelId}/${id}/${encodeURIComponent(name)}` }
    files.set(file.path, file)
    return file
  }

  const messagesIn = (channel: string): Message[] => {
    const known = messages.get(channel) ?? []
    messages.set(channel, known)
    return known
  }
  const findMessage = (channel: string, id: string) => messagesIn(channel).find((message) => message.id === id)
  /** A message by its id alone, wherever it stands. */
  const locate = (id: string) =>
    [...messages.values()].flatMap((all) => all.filter((message) => message.id === id)).at(0)

  const me = addUser('imerr', true)
  const owner = addUser('owner')
  const guild = addGuild('Support server', owner)
  const channel = addChannel(guild, 'support')
  const forum = addChannel(guild, 'questions', CHANNEL.FORUM)
  const alice = addUser('alice')
  join(guild, alice)
  for (let i = 0; i < (options.extraGuilds ?? 0); i++) addChannel(addGuild(`Server ${i}`, owner), 'general')

  return {
    users,
    guilds,
    channels,
    messages,
    files,
    problems,
    me,
    owner,
    alice,
    guild,
    channel,
    forum,
    nextId,
    addUser,
    addGuild,
    addRole,
    join,
    addChannel,
    addThread,
    dmWith,
    addFile,
    messagesIn,
    findMessage,
    locate,
    token: options.token ?? 'MTAwMDAw.local.token-of-the-local-discord',
    application: { id: nextId(), contentIntent: options.contentIntent ?? true },
    /** Everything the bot is refused in one call, by name; `deny(channel, 'SEND_MESSAGES')`. */
    deny(place: Channel, ...names: readonly (keyof typeof PERMISSION)[]) {
      const bits = names.reduce((sum, name) => sum | PERMISSION[name], 0n)
      place.overwrites.push({ id: me.id, type: 1, allow: 0n, deny: bits })
    },
  }
}
