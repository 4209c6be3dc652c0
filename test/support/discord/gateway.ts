/** Gateway v10, JSON: HELLO, IDENTIFY, READY, heartbeats, RESUME, and everything that breaks. */
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { CLOSE, isOfShard, OP, push, replay, type Session, sendTo } from './gateway-session.ts'
import { guildCreateJson, memberJson, userJson } from './payloads.ts'
import { can } from './permissions.ts'
import { INTENT, isRecord, type Json, list, number, record, string } from './wire.ts'
import type { World } from './world.ts'

export interface Scope {
  readonly guild?: string | undefined
  /** Only those who can see the channel get the event. */
  readonly channel?: string
  /** The intent that the event needs; interactions need none. */
  readonly intent?: number
}

export interface GatewayOptions {
  /** Milliseconds between heartbeats that HELLO asks for. */
  readonly heartbeat?: number
  /** Above this, IDENTIFY without enough shards is closed with 4011. */
  readonly shards?: number
}

export type Gateway = ReturnType<typeof createGateway>

/** The most a client may send within a minute. */
const MOST_SENT = 120
const KNOWN_INTENTS = 0x3_3f_ff_ff

export function createGateway(world: World, server: Server, address: () => string, options: GatewayOptions = {}) {
  const sockets = new WebSocketServer({ server })
  const sessions = new Map<string, Session>()
  const counts = { identifies: 0, resumes: 0, resumed: 0, heartbeats: 0, connections: 0 }
  const behaviour = {
    /** False: heartbeats stay unanswered, so the client finds its connection dead. */
    acks: true,
    /** Turn new connections away at once, as in an outage. */
    refuse: false,
    /** What is told of an event, as by a server that tells less; undefined: nothing. */
    shape: undefined as ((t: string, d: Json) => Json | undefined) | undefined,
    /** Intents that IDENTIFY closes 4014 for. */
    disallowed: world.application.contentIntent ? 0 : INTENT.MESSAGE_CONTENT,
  }

  function tell(session: Session, t: string, d: Json): void {
    const shaped = behaviour.shape ? behaviour.shape(t, d) : d
    if (shaped) push(session, t, shaped)
  }

  sockets.on('connection', (socket, request) => {
    counts.connections++
    const version = new URL(request.url ?? '/', 'ws://local').searchParams.get('v')
    if (behaviour.refuse) return socket.terminate()
    if (version !== '10') return socket.close(CLOSE.INVALID_VERSION, 'Invalid API version.')
    let session: Session | undefined
    let sent: number[] = []
    socket.on('error', () => {})
    socket.on('close', (code) => {
      if (!session || session.socket !== socket) return
      session.socket = undefined
      // A normal close ends the session for good.
      if (code === 1000 || code === 1001) sessions.delete(session.id)
    })
    socket.on('message', (raw) => {
      const now = Date.now()
      sent = [...sent.filter((time) => now - time < 60_000), now]
      if (sent.length > MOST_SENT) return socket.close(CLOSE.RATE_LIMITED, 'Rate limited.')
      let frame: Json
      try {
        frame = record(JSON.parse(String(raw)))
      } catch {
        return socket.close(CLOSE.DECODE, 'Error while decoding payload.')
      }
      session = receive(socket, session, number(frame.op), frame.d)
    })
    sendTo(socket, OP.HELLO, { heartbeat_interval: options.heartbeat ?? 41_250, _trace: [] })
  })

  function receive(socket: WebSocket, session: Session | undefined, op: number, data: unknown): Session | undefined {
    const close = (code: number, reason: string) => {
      socket.close(code, reason)
      return session
    }
    switch (op) {
      case OP.HEARTBEAT:
        counts.heartbeats++
        if (behaviour.acks) sendTo(socket, OP.ACK, null)
        return session
      case OP.IDENTIFY:
        return session ? close(CLOSE.ALREADY_AUTHENTICATED, 'Already authenticated.') : identify(socket, record(data))
      case OP.RESUME:
        return session ? close(CLOSE.ALREADY_AUTHENTICATED, 'Already authenticated.') : resume(socket, record(data))
      case OP.PRESENCE:
      case OP.VOICE:
        return session ?? close(CLOSE.NOT_AUTHENTICATED, 'Not authenticated.')
      case OP.MEMBERS:
        if (!session) return close(CLOSE.NOT_AUTHENTICATED, 'Not authenticated.')
        membersChunk(session, record(data))
        return session
      default:
        return close(CLOSE.UNKNOWN_OPCODE, 'Unknown opcode.')
    }
  }

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
      ...{ v: 10, user: { ...userJson(world.me), verified: true, mfa_enabled: false, email: null, flags: 0 } },
      ...{ guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })), session_id: id, shard },
      ...{ session_type: 'normal', resume_gateway_url: address(), private_channels: [], relationships: [] },
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

  function membersChunk(session: Session, data: Json): void {
    const guild = world.guilds.get(string(data.guild_id))
    const ids = [data.user_ids].flat()
    const found = [...(guild?.members.values() ?? [])].filter((member) => ids.includes(member.user))
    const members = found.map((member) => memberJson(member, world.users.get(member.user)))
    const about = { guild_id: data.guild_id, chunk_index: 0, chunk_count: 1, not_found: [], nonce: data.nonce }
    push(session, 'GUILD_MEMBERS_CHUNK', { ...about, members })
  }

  const visible = (id: string | undefined) => {
    const channel = id === undefined ? undefined : world.channels.get(id)
    return !channel || can(world, channel, world.me.id, 'VIEW_CHANNEL')
  }

  return {
    counts,
    behaviour,
    sessions: sessions as ReadonlyMap<string, Session>,
    /** @param data by session, because what it may read depends on its intents */
    dispatch(t: string, scope: Scope, data: (session: Session) => Json): void {
      if (!visible(scope.channel)) return
      for (const session of sessions.values()) {
        const wanted = scope.intent === undefined || (session.intents & scope.intent) !== 0
        if (wanted && isOfShard(session.shard, scope.guild)) tell(session, t, data(session))
      }
    },
    /** Sends a frame as it is to everybody connected, to test what a client makes of nonsense. */
    raw(frame: string): void {
      for (const client of sockets.clients) client.send(frame)
    },
    /** Sends every session's last dispatch whose name matches once more, as a new event. */
    repeatLast(matches: (t: string, d: Json) => boolean): void {
      for (const session of sessions.values()) {
        const last = session.log.findLast(({ t, d }) => matches(t, d))
        if (last) push(session, last.t, last.d)
      }
    },
    /** Cuts every connection without a word; the sessions can be resumed. */
    cut(): void {
      for (const client of sockets.clients) client.terminate()
    },
    close(code: number, reason = ''): void {
      for (const client of sockets.clients) client.close(code, reason)
    },
    reconnect(): void {
      for (const client of sockets.clients) sendTo(client, OP.RECONNECT, null)
    },
    /** @param resumable false: the session is forgotten too */
    invalidate(resumable: boolean): void {
      for (const session of [...sessions.values()]) {
        if (session.socket) sendTo(session.socket, OP.INVALID, resumable)
        if (!resumable) sessions.delete(session.id)
      }
    },
    async stop(): Promise<void> {
      for (const client of sockets.clients) client.terminate()
      await new Promise<void>((resolve) => sockets.close(() => resolve()))
    },
  }
}

/** GATEWAY_MESSAGE_CONTENT_LIMITED, as an app of fewer than 10,000 users shows it. */
export const applicationFlags = (world: World) => (world.application.contentIntent ? 1 << 19 : 0)
