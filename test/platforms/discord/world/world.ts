/** The state of the local Discord: users, servers, channels, messages. Changing it dispatches no events. */
import { CHANNEL, createSnowflakes, type Json, PERMISSION, type PermissionName } from './protocol.ts'

export interface User {
  readonly id: string
  readonly username: string
  readonly bot: boolean
  /** When false, direct messages fail with 50007. */
  acceptsDms: boolean
}

export interface Role {
  readonly id: string
  readonly name: string
  permissions: bigint
  mentionable: boolean
  readonly managed: boolean
}

export interface Member {
  readonly user: string
  roles: string[]
  timedOutUntil?: number
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly roles: Map<string, Role>
  readonly members: Map<string, Member>
  /** False where only a user installed the app; the bot then sees nothing of the server. */
  joined: boolean
}

export interface Overwrite {
  readonly id: string
  readonly type: 0 | 1
  allow: bigint
  deny: bigint
}

export interface Channel {
  readonly id: string
  readonly type: number
  readonly guildId?: string
  readonly recipientId?: string
  /** The parent channel of a thread. */
  readonly parentId?: string
  name: string
  overwrites: Overwrite[]
  thread?: { archived: boolean; locked: boolean; autoArchive: number; readonly ownerId: string; changedAt: number }
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly content: Uint8Array
  readonly type: string
  readonly path: string
}

export interface Message {
  readonly id: string
  readonly channelId: string
  readonly author: { readonly id: string; readonly username: string; readonly bot: boolean }
  readonly webhookId?: string
  readonly applicationId?: string
  readonly type: number
  content: string
  embeds: readonly unknown[]
  components: readonly unknown[]
  files: readonly StoredFile[]
  flags: number
  readonly nonce?: string | number
  editedAt?: number
  readonly reference?: Json
  readonly interaction?: { readonly id: string; readonly userId: string; readonly type: number }
  /** The only person who sees it (ephemeral). */
  readonly onlyFor?: string
  /** Who was notified: ids of people and roles, `everyone`, `here`. */
  pinged: readonly string[]
  readonly snapshots?: readonly Json[]
}

export interface WorldOptions {
  /** Additional servers with one channel each, for benchmarks. */
  readonly extraGuilds?: number
  /** The switch "Message Content Intent" in the Developer Portal. */
  readonly contentIntent?: boolean
  readonly token?: string
}

/** What an ordinary server allows everybody. */
const EVERYONE =
  PERMISSION.VIEW_CHANNEL |
  PERMISSION.SEND_MESSAGES |
  PERMISSION.EMBED_LINKS |
  PERMISSION.ATTACH_FILES |
  PERMISSION.READ_MESSAGE_HISTORY |
  PERMISSION.USE_APPLICATION_COMMANDS |
  PERMISSION.CREATE_PUBLIC_THREADS |
  PERMISSION.SEND_MESSAGES_IN_THREADS

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

  /** @param id a thread started from a message has that message's id */
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
  /** Finds a message in any channel. */
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
    /** Denies the bot permissions in a channel: `deny(channel, 'SEND_MESSAGES')`. */
    deny(place: Channel, ...names: readonly PermissionName[]) {
      const bits = names.reduce((sum, name) => sum | PERMISSION[name], 0n)
      place.overwrites.push({ id: me.id, type: 1, allow: 0n, deny: bits })
    },
  }
}
