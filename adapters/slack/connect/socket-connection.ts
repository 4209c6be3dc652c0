/**
 * Socket Mode, held open. The library's own reconnecting ends in an unhandled rejection when Slack refuses or the network
 * fails for long, so every connection is opened here.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { clientOptions } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import { createBoltLogger, withoutSecrets } from './bolt-logger.ts'
import { retryStart } from './retry-start.ts'

/** Slack recycles its hosts, and short limits led to storms of reconnects. */
const PONG_MS = 15_000
const PING_MS = 60_000
const FIRST_WAIT_MS = 250

export interface SocketConnection {
  readonly receiver: SocketModeReceiver
  /** @throws SlackSetupError when the first connection cannot be opened */
  open(): Promise<void>
  connected(): boolean
  close(): Promise<void>
}

export function createSocketConnection(appToken: string, apiUrl: string, log: Log): SocketConnection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: createBoltLogger(log),
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_MS,
    serverPingTimeout: PING_MS,
    installerOptions: { clientOptions: clientOptions(apiUrl, createBoltLogger(log)) },
  })
  const { client } = receiver
  // The library reads a frame that is no envelope in a way that ends the process.
  const read = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (...frame: unknown[]) => {
    for (const listener of read)
      Promise.resolve(listener(...frame)).catch((error: unknown) =>
        log.warn({ reason: withoutSecrets(String(error)) }, 'Slack sent something that is no envelope'),
      )
  })
  let connected = false
  let closed = false
  const stopping = new AbortController()

  /** One attempt. Settles also when Slack opens the connection and then says nothing. */
  async function connect(): Promise<void> {
    const late = new AbortController()
    try {
      await Promise.race([
        client.start(),
        sleep(TIMES.connect, undefined, { signal: late.signal }).then(() => {
          throw new Error('Slack did not say hello in time')
        }),
      ])
      connected = true
    } catch (error) {
      void client.disconnect().catch(() => {})
      throw error ?? new Error('the connection was closed')
    } finally {
      late.abort()
    }
  }

  async function reconnect(): Promise<void> {
    for (let tries = 0; !closed; tries++) {
      try {
        await connect()
        log.info({ tries }, 'connected to Slack again')
        return
      } catch (error) {
        const wait = Math.min(TIMES.maxReconnectWait, FIRST_WAIT_MS * 2 ** tries)
        const reason = error instanceof Error ? error.message : String(error)
        log.warn({ tries, wait, reason }, 'no connection to Slack; trying again')
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  client.on('disconnected', () => {
    // Also told of an attempt that failed, which is tried again elsewhere.
    if (!connected) return
    connected = false
    if (!closed) void reconnect()
  })

  return {
    receiver,
    connected: () => connected,
    open: () => retryStart(connect, { token: 'app', log, stopping: stopping.signal }),
    async close() {
      closed = true
      connected = false
      stopping.abort()
      await Promise.race([client.disconnect().catch(() => {}), sleep(TIMES.stop, undefined, { ref: false })])
    },
  }
}
