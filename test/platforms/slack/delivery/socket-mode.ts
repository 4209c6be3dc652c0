/** Socket Mode over a real WebSocket: hello, envelopes, acknowledgements, disconnects. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { APP, isJson, type Json } from '../workspace/model.ts'
import type { World } from '../workspace/world.ts'
import { ACK_MS, type Acknowledgement, type Envelope, type Transport, within } from './delivery.ts'

const MAX_CONNECTIONS = 10

interface Waiting {
  readonly envelope: Envelope
  readonly socket: WebSocket
  readonly done: (acknowledgement: Acknowledgement | 'lost') => void
}

export interface SocketMode {
  readonly transport: Transport
  /** Number of open connections that still get envelopes. */
  connections(): number
  /** The URL for apps.connections.open; its ticket works once. */
  ticket(): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells the app to reconnect. `warning` keeps the connection, the others close it. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void
  /** Drops every connection without a close frame. Unacknowledged events are sent again on the next one. */
  cut(): void
  /** Pings every connection. @returns the number of pongs */
  ping(): Promise<number>
  /** Sends a raw frame, valid or not. */
  frame(text: string): void
  close(): void
}

export function createSocketMode(world: World): SocketMode {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const open: WebSocket[] = []
  const waiting = new Map<string, Waiting>()
  /** Ids of envelopes whose time is up; an acknowledgement that still comes changes nothing. */
  const late = new Set<string>()
  /** Envelopes that wait for a connection. */
  const queue: (() => void)[] = []
  let turn = 0
  let closed = false
  /** For envelopes in flight when the local Slack stops; the status keeps them out of `problems`. */
  const dropped: Acknowledgement = { acked: false, status: 0 }

  const leave = (socket: WebSocket) => {
    const at = open.indexOf(socket)
    if (at >= 0) open.splice(at, 1)
  }

  function hear(text: string) {
    let frame: unknown
    try {
      frame = JSON.parse(text)
    } catch {
      return void world.problems.push('a frame that is not JSON')
    }
    const id = isJson(frame) ? String(frame.envelope_id ?? '') : ''
    if (late.delete(id)) return
    const found = waiting.get(id)
    if (!found) return void world.problems.push(`acknowledged an unknown envelope, or one twice: ${id}`)
    waiting.delete(id)
    const answer = isJson(frame) ? frame.payload : undefined
    const says = isJson(answer) ? Object.keys(answer).length > 0 : typeof answer === 'string' && answer !== ''
    if (says && !found.envelope.answers)
      world.problems.push(`${found.envelope.kind} takes no answer in its acknowledgement`)
    found.done({ acked: true, ...(says ? { answer: answer as Json | string } : {}) })
  }

  function welcome(socket: WebSocket) {
    open.push(socket)
    socket.on('message', (data) => hear(String(data)))
    socket.on('error', () => {})
    socket.on('close', () => {
      leave(socket)
      for (const [id, held] of waiting) {
        if (held.socket !== socket) continue
        waiting.delete(id)
        held.done('lost')
      }
    })
    const hello = { type: 'hello', num_connections: open.length, connection_info: { app_id: APP } }
    const debug_info = { host: 'applink-local', build_number: 1, approximate_connection_time: 18060 }
    socket.send(JSON.stringify({ ...hello, debug_info }))
    for (const go of queue.splice(0)) go()
  }

  async function pass(envelope: Envelope, socket: WebSocket): Promise<Acknowledgement | 'lost'> {
    const id = crypto.randomUUID()
    const answered = new Promise<Acknowledgement | 'lost'>((done) => {
      waiting.set(id, { envelope, socket, done })
    })
    const frame = { envelope_id: id, type: envelope.kind, payload: envelope.payload }
    const retry =
      envelope.kind === 'events_api'
        ? { retry_attempt: envelope.attempt ?? 0, retry_reason: envelope.reason ?? '' }
        : {}
    socket.send(JSON.stringify({ ...frame, accepts_response_payload: envelope.answers, ...retry }))
    const acknowledgement = await within(answered, ACK_MS)
    if (waiting.delete(id)) late.add(id)
    return acknowledgement ?? { acked: false }
  }

  const transport: Transport = async (envelope) => {
    if (closed) return dropped
    while (open.length === 0) {
      const connected = await within(new Promise<true>((resolve) => queue.push(() => resolve(true))), 20_000)
      if (closed) return dropped
      if (!connected) return { acked: false }
    }
    const socket = open[turn++ % open.length]
    if (!socket) return { acked: false }
    const acknowledgement = await pass(envelope, socket)
    if (acknowledgement !== 'lost') return acknowledgement
    // Slack redelivers events, but not commands and clicks.
    if (envelope.kind !== 'events_api') return { acked: false }
    return transport({ ...envelope, attempt: (envelope.attempt ?? 0) + 1, reason: 'timeout' })
  }

  return {
    transport,
    connections: () => open.length,
    ticket() {
      const ticket = crypto.randomUUID()
      tickets.add(ticket)
      return `${world.origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${APP}`
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '', 'http://local').searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket) || open.length >= MAX_CONNECTIONS) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, welcome)
    },
    disconnect(reason) {
      for (const socket of [...open]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-local' } }))
        if (reason === 'warning') continue
        // No more envelopes for this connection; the app closes it, or we do after half a second.
        leave(socket)
        setTimeout(() => socket.close(), 500).unref()
      }
    },
    cut() {
      for (const socket of [...open]) socket.terminate()
    },
    async ping() {
      const pongs = open.map((socket) => {
        const pong = new Promise<boolean>((resolve) => socket.once('pong', () => resolve(true)))
        socket.ping()
        return within(pong, ACK_MS)
      })
      return (await Promise.all(pongs)).filter(Boolean).length
    },
    frame(text) {
      for (const socket of open) socket.send(text)
    },
    close() {
      closed = true
      for (const held of waiting.values()) held.done(dropped)
      waiting.clear()
      for (const go of queue.splice(0)) go()
      for (const socket of [...server.clients, ...open]) socket.terminate()
      server.close()
    },
  }
}
