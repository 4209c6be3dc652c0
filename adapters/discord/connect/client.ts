/** Creates discord.js's client with few intents, small caches, and only the events that fill them. */
import { Client, GatewayIntentBits, Options } from 'discord.js'
import { TIMES } from '../limits.ts'
import { apiBase, type DiscordOptions, type Wait } from '../options.ts'
import { createMakeRequest } from './rest-quirks.ts'
import { guardedShards } from './shard-guard.ts'

/** We need members only to compute the permissions of the few who press buttons and change settings. */
const MAX_PEOPLE = 200

/**
 * The events that discord.js handles: servers with channels, threads and roles, and the bot itself. We read messages and
 * interactions from the raw payloads, which also works for channels that discord.js does not know.
 */
const LIBRARY_EVENTS =
  /^(READY|RESUMED|GUILD_(CREATE|UPDATE|DELETE|ROLE_\w+|MEMBER_UPDATE|MEMBER_REMOVE)|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_(CREATE|UPDATE|DELETE|LIST_SYNC)|USER_UPDATE)$/

interface PacketHandling {
  handlePacket?: (packet?: { t?: unknown; d?: unknown }, shard?: unknown) => boolean
}

/** discord.js never gets ready when READY has no application; its id is mostly that of the bot's user. */
function withApplication(packet: { t?: unknown; d?: unknown } | undefined): void {
  const { application, user } = (packet?.d ?? {}) as { application?: object; user?: { id: string } }
  if (packet?.t === 'READY' && !application && user)
    packet.d = { ...(packet.d as object), application: { id: user.id } }
}

/** @param wait rejects once the bot stops */
export function createClient(options: DiscordOptions, wait: Wait): Client {
  const { shards, shardIds, log } = options
  const isMe = (user: { id: string; client: Client }) => user.id === user.client.user?.id
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(options.messageContent === false ? [] : [GatewayIntentBits.MessageContent]),
    ],
    ...(shards === 'auto'
      ? { shards: 'auto' as const }
      : { shardCount: shards, ...(shardIds ? { shards: [...shardIds] } : {}) }),
    allowedMentions: { parse: [], repliedUser: false },
    waitGuildTimeout: TIMES.guilds,
    ws: { buildStrategy: guardedShards(log, wait) },
    // rest-api.ts retries; discord.js would retry at once, without a pause.
    rest: {
      api: apiBase(options.apiUrl),
      timeout: TIMES.request,
      retries: 0,
      invalidRequestWarningInterval: 100,
      makeRequest: createMakeRequest(),
    },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: MAX_PEOPLE, keepOverLimit: isMe },
      UserManager: { maxSize: MAX_PEOPLE, keepOverLimit: isMe },
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      GuildEmojiManager: 0,
      GuildBanManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      VoiceStateManager: 0,
    }),
  })
  const packets = client.ws as unknown as PacketHandling
  const handle = packets.handlePacket
  if (typeof handle === 'function') {
    packets.handlePacket = function (packet, shard) {
      if (packet && !(typeof packet.t === 'string' && LIBRARY_EVENTS.test(packet.t))) return true
      try {
        withApplication(packet)
        return handle.call(this, packet, shard)
      } catch (error) {
        // discord.js does not know its session without these two: let the shard guard open a new one.
        if (packet?.t === 'READY' || packet?.t === 'RESUMED') throw error
        log.warn({ event: packet?.t, err: error }, 'Discord sent an event that cannot be read')
        return false
      }
    }
  }
  return client
}
