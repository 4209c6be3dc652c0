/** What the adapter is given. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../src/chat/log.ts'

/** Resolves after so many milliseconds; rejects as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export interface DiscordOptions {
  readonly token: string
  /** Without version: `https://discord.com/api`. The gateway's URL is asked there. */
  readonly apiUrl: string
  /** Registers the commands in this server only; for trying things out. */
  readonly guildId?: string
  /** Total number of shards; `auto` asks Discord. */
  readonly shards: 'auto' | number
  /** The shards that this process runs; all by default. */
  readonly shardIds?: readonly number[]
  /** False does not request the Message Content intent: the bot then never replies uninvited. */
  readonly messageContent?: boolean
  /** Stores when each connection last worked. Without it, messages sent while the bot was down are not fetched. */
  readonly lastSeen?: {
    of(connection: string): Promise<number | undefined>
    note(connection: string, at: number): Promise<void>
  }
  /** Tests replace it to play an outage of minutes in a second. */
  readonly wait?: Wait
  readonly log: Log
}

export const waitInTime: Wait = (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {})

/** Strips the `Bot ` prefix that people copy with their token. */
export const botToken = (token: string): string => token.trim().replace(/^Bot\s+/i, '')

/** Strips the version, which discord.js adds itself. */
export const apiBase = (url: string): string => url.replace(/\/+$/, '').replace(/\/v\d+$/, '')
