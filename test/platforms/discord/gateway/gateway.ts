/** The gateway (v10, JSON): HELLO, heartbeats, dispatches by shard and intent, and breakage on demand. */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { memberJson } from '../world/payloads.ts'
import { can } from '../world/permissions.ts'
import { type Json, number, record, string } from '../world/protocol.ts'
import type { World } from '../world/world.ts'
import { createBehaviour, createCounts, type GatewayOptions } from './controls.ts'
import { CLOSE, isOfShard, OP, push, type Session, sendTo } from './session.ts'
import { createSignIn } from './sign-in.ts'

export interface Scope {
  readonly guild?: string | undefined
  /** The event is dropped when the bot cannot see this channel. */
  readonly channel?: string
  /** The intent that the event needs; none for interactions. */
  readonly intent?: number
}

export type Gateway = ReturnType<typeof createGateway>

/** Frames that a client may send within a minute. */
const MAX_SENT = 120

export function createGateway(world: World, server: Server, address: () => string, options: GatewayOptions = {}) {
  const sockets = new WebSocketServer({ server })
  const sessions = new Map<string, Session>()
  const counts = createCounts()
  const behaviour = createBehaviour(world)

  function tell(session: Session, t: string, d: Json): void {
    const shaped = behaviour.shape ? behaviour.shape(t, d) : d
    if (shaped) push(session, t, shaped)
  }

  const { identify, resume } = createSignIn({ world, sessions, counts, behaviour, address, options, tell })

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
      // A normal close ends the session.
      if (code === 1000 || code === 1001) sessions.delete(session.id)
    })
    socket.on('message', (raw) => {
      const now = Date.now()
      sent = [...sent.filter((time) => now - time < 60_000), now]
      if (sent.length > MAX_SENT) return socket.close(CLOSE.RATE_LIMITED, 'Rate limited.')
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
    /** @param data built per session, because content depends on its intents */
    dispatch(t: string, scope: Scope, data: (session: Session) => Json): void {
      if (!visible(scope.channel)) return
      for (const session of sessions.values()) {
        const wanted = scope.intent === undefined || (session.intents & scope.intent) !== 0
        if (wanted && isOfShard(session.shard, scope.guild)) tell(session, t, data(session))
      }
    },
    /** Sends raw frames to every connection, valid or not; several go out in one packet. */
    raw(...frames: readonly string[]): void {
      for (const client of sockets.clients) {
        const { _socket: tcp } = client as unknown as { _socket: Socket }
        tcp.cork()
        for (const frame of frames) client.send(frame)
        tcp.uncork()
      }
    },
    /** Repeats the last matching event of each session as a new one. */
    repeatLast(matches: (t: string, d: Json) => boolean): void {
      for (const session of sessions.values()) {
        const last = session.log.findLast(({ t, d }) => matches(t, d))
        if (last) push(session, last.t, last.d)
      }
    },
    /** Drops every connection without a close frame; the sessions can be resumed. */
    cut(): void {
      for (const client of sockets.clients) client.terminate()
    },
    close(code: number, reason = ''): void {
      for (const client of sockets.clients) client.close(code, reason)
    },
    reconnect(): void {
      for (const client of sockets.clients) sendTo(client, OP.RECONNECT, null)
    },
    /** Forgets every session without telling anybody: nothing reaches it or is replayed. */
    forget: () => sessions.clear(),
    /** @param resumable when false, the session is forgotten too */
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
