/** discord.js's client as this bot needs it: few intents, small caches, and only the events that fill them. */
import { Client, GatewayIntentBits, Options } from 'discord.js'
import { TIMES } from '../limits.ts'
import { apiBase, type DiscordOptions, type Wait } from '../options.ts'
import { createRequests } from './rest-quirks.ts'
import { guardedShards } from './shard-guard.ts'

/** Discord's cache of people is for permissions of the few who press buttons and change settings. */
const MAX_PEOPLE = 200

/**
 * What discord.js keeps for us: servers with channels, threads and roles, and ourselves. Of messages and interactions it
 * would build structures that we never look at (we read Discord's own payloads, which say the same for channels it does
 * not know), and a malformed one would throw inside it, where nobody can catch.
 */
const FOR_DISCORD_JS =
  /^(READY|RESUMED|GUILD_(CREATE|UPDATE|DELETE|ROLE_\w+|MEMBER_UPDATE|MEMBER_REMOVE)|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_(CREATE|UPDATE|DELETE|LIST_SYNC)|USER_UPDATE)$/

interface PacketHandling {
  handlePacket?: (packet?: { t?: unknown; d?: unknown }, shard?: unknown) => boolean
}

/** Without its own application the library never gets ready; a bot's application mostly has the id of its user. */
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
    // Outages are waited out in api.ts; the library would try again at once, without a pause.
    rest: {
      ...{ api: apiBase(options.apiUrl), timeout: TIMES.request, retries: 0, invalidRequestWarningInterval: 100 },
      makeRequest: createRequests(),
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
      if (packet && !(typeof packet.t === 'string' && FOR_DISCORD_JS.test(packet.t))) return true
      try {
        withApplication(packet)
        return handle.call(this, packet, shard)
      } catch (error) {
        // Without these two the library does not know its own session: the guard opens another.
        if (packet?.t === 'READY' || packet?.t === 'RESUMED') throw error
        log.warn({ event: packet?.t, err: error }, 'Discord sent an event that cannot be read')
        return false
      }
    }
  }
  return client
}
