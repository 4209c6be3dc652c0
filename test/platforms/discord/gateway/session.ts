/** A gateway session. It outlives its connection so that the client can resume it. */
import type { WebSocket } from 'ws'
import type { Json } from '../world/protocol.ts'

export interface Dispatched {
  readonly s: number
  readonly t: string
  readonly d: Json
}

export interface Session {
  readonly id: string
  readonly intents: number
  readonly shard: readonly [number, number]
  readonly log: Dispatched[]
  socket: WebSocket | undefined
}

export const OP = {
  DISPATCH: 0,
  HEARTBEAT: 1,
  IDENTIFY: 2,
  PRESENCE: 3,
  VOICE: 4,
  RESUME: 6,
  RECONNECT: 7,
  MEMBERS: 8,
  INVALID: 9,
  HELLO: 10,
  ACK: 11,
} as const

export const CLOSE = {
  UNKNOWN_OPCODE: 4001,
  DECODE: 4002,
  NOT_AUTHENTICATED: 4003,
  BAD_TOKEN: 4004,
  ALREADY_AUTHENTICATED: 4005,
  INVALID_SEQUENCE: 4007,
  RATE_LIMITED: 4008,
  INVALID_SHARD: 4010,
  INVALID_VERSION: 4012,
  INVALID_INTENTS: 4013,
  DISALLOWED_INTENTS: 4014,
} as const

export function sendTo(socket: WebSocket, op: number, d: unknown, s: number | null = null, t: string | null = null) {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ op, d, s, t }))
}

/** Numbers an event, keeps it for a RESUME, and sends it if a socket is connected. */
export function push(session: Session, t: string, d: Json): void {
  const s = session.log.length + 1
  session.log.push({ s, t, d })
  if (session.socket) sendTo(session.socket, OP.DISPATCH, d, s, t)
}

/** Sends everything after the sequence number, then RESUMED. */
export function replay(session: Session, socket: WebSocket, seq: number): void {
  session.socket = socket
  for (const { s, t, d } of session.log.slice(seq)) sendTo(socket, OP.DISPATCH, d, s, t)
  push(session, 'RESUMED', { _trace: [] })
}

/** A server belongs to one shard; direct messages to shard 0. */
export const isOfShard = ([shard, count]: readonly [number, number], guild: string | undefined) =>
  guild ? Number((BigInt(guild) >> 22n) % BigInt(count)) === shard : shard === 0
