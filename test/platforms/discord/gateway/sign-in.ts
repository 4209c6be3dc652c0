/** Gateway sign-in: IDENTIFY starts a session, RESUME continues one. */
import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import { guildCreateJson, userJson } from '../world/payloads.ts'
import { INTENT, isRecord, type Json, list, number, string } from '../world/protocol.ts'
import type { World } from '../world/world.ts'
import type { Behaviour, Counts, GatewayOptions } from './controls.ts'
import { CLOSE, isOfShard, OP, replay, type Session, sendTo } from './session.ts'

const KNOWN_INTENTS = 0x3_3f_ff_ff

export interface SignInDeps {
  readonly world: World
  readonly sessions: Map<string, Session>
  readonly counts: Counts
  readonly behaviour: Behaviour
  readonly address: () => string
  readonly options: GatewayOptions
  readonly tell: (session: Session, t: string, d: Json) => void
}

/** GATEWAY_MESSAGE_CONTENT_LIMITED, as apps with fewer than 10,000 users have it. */
export const applicationFlags = (world: World) => (world.application.contentIntent ? 1 << 19 : 0)

export function createSignIn({ world, sessions, counts, behaviour, address, options, tell }: SignInDeps) {
  function identify(socket: WebSocket, data: Json): Session | undefined {
    counts.identifies++
    const refuse = (code: number, reason: string) => {
      socket.close(code, reason)
      return undefined
    }
    if (string(data.token).replace(/^Bot /, '') !== world.token)
      return refuse(CLOSE.BAD_TOKEN, 'Authentication failed.')
    const shard = list(data.shard ?? [0, 1]) as [number, number]
    if (shard.length !== 2 || !(shard[0] >= 0 && shard[0] < shard[1]))
      return refuse(CLOSE.INVALID_SHARD, 'Invalid shard.')
    if (shard[1] < (options.shards ?? 1)) return refuse(4011, 'Sharding required.')
    if (!Number.isInteger(data.intents) || number(data.intents) & ~KNOWN_INTENTS)
      return refuse(CLOSE.INVALID_INTENTS, 'Invalid intent(s).')
    const privileged = INTENT.GUILD_MEMBERS | INTENT.GUILD_PRESENCES | behaviour.disallowed
    if (number(data.intents) & privileged) return refuse(CLOSE.DISALLOWED_INTENTS, 'Disallowed intent(s).')
    if (!isRecord(data.properties)) return refuse(CLOSE.DECODE, 'Error while decoding payload.')
    const id = randomBytes(16).toString('hex')
    const session: Session = { id, intents: number(data.intents), shard, log: [], socket }
    sessions.set(id, session)
    const guilds = [...world.guilds.values()].filter((guild) => guild.joined && isOfShard(shard, guild.id))
    tell(session, 'READY', {
      v: 10,
      user: { ...userJson(world.me), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: id,
      shard,
      session_type: 'normal',
      resume_gateway_url: address(),
      private_channels: [],
      relationships: [],
      application: { id: world.application.id, flags: applicationFlags(world) },
    })
    for (const guild of guilds)
      if (session.intents & INTENT.GUILDS) tell(session, 'GUILD_CREATE', guildCreateJson(world, guild))
    return session
  }

  function resume(socket: WebSocket, data: Json): Session | undefined {
    counts.resumes++
    if (string(data.token).replace(/^Bot /, '') !== world.token) {
      socket.close(CLOSE.BAD_TOKEN, 'Authentication failed.')
      return undefined
    }
    const session = sessions.get(string(data.session_id))
    if (!session) {
      sendTo(socket, OP.INVALID, false)
      return undefined
    }
    if (number(data.seq) > session.log.length) {
      socket.close(CLOSE.INVALID_SEQUENCE, 'Invalid sequence.')
      return undefined
    }
    counts.resumed++
    replay(session, socket, number(data.seq))
    return session
  }

  return { identify, resume }
}
