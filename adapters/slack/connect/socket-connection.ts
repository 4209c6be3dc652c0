/**
 * Keeps a Socket Mode connection open. The library's own reconnect can end in an unhandled rejection: when Slack
 * refuses, when its retries are used up, or when a disconnect races it (https://github.com/slackapi/node-slack-sdk/issues/2656).
 * So we open every connection ourselves.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { reasonOf } from '../api/error-words.ts'
import { clientOptions } from '../api/web-api.ts'
import { TIMES } from '../limits.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { retryStart } from './retry-start.ts'

/** The library's 5 s lead to reconnect storms: https://github.com/slackapi/bolt-js/issues/2496 */
const PONG_MS = 15_000
const PING_MS = 60_000
const FIRST_WAIT_MS = 250

export function createSocketConnection(appToken: string, apiUrl: string, log: Log) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: createBoltLogger(log),
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_MS,
    serverPingTimeout: PING_MS,
    installerOptions: { clientOptions: clientOptions(apiUrl, createBoltLogger(log)) },
  })
  const { client } = receiver
  // A frame that is no envelope makes the library's listener reject unhandled, which would end the process.
  const listeners = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (...frame: unknown[]) => {
    for (const listener of listeners)
      Promise.resolve(listener(...frame)).catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, 'Slack sent a frame that is no envelope'),
      )
  })
  let connected = false
  let closed = false
  const stopping = new AbortController()

  /** One attempt. Rejects also when Slack accepts the connection and never says hello. */
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
        log.warn({ tries, wait, reason: reasonOf(error) }, 'no connection to Slack; trying again')
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  client.on('disconnected', () => {
    // Also emitted for a failed attempt, which its caller retries.
    if (!connected) return
    connected = false
    if (!closed) void reconnect()
  })

  return {
    receiver,
    connected: () => connected,
    /** @throws SlackSetupError when Slack refuses the first connection */
    open: () => retryStart(connect, 'app', log, stopping.signal),
    async close() {
      closed = true
      connected = false
      stopping.abort()
      await Promise.race([client.disconnect().catch(() => {}), sleep(TIMES.stop, undefined, { ref: false })])
    },
  }
}

export type SocketConnection = ReturnType<typeof createSocketConnection>
