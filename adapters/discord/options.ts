import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../src/chat/log.ts'

/** Resolves after so many milliseconds, or rejects as soon as the signal says that waiting is of no use any more. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export interface DiscordOptions {
  readonly token: string
  /** Without version: `https://discord.com/api`. The gateway's address comes from there. */
  readonly apiUrl: string
  /** Registers the commands in this server only, where they show at once; for trying things out. */
  readonly guildId?: string
  /** How many shards there are altogether; `auto` asks Discord. */
  readonly shards: 'auto' | number
  /** The shards of this process; all of them when absent. */
  readonly shardIds?: readonly number[]
  /** False asks for no Message Content intent: commands, mentions and direct messages work, uninvited replies do not. */
  readonly messageContent?: boolean
  /** Remembers over restarts when a connection last worked; without it nothing is fetched that was said while we were down. */
  readonly lastSeen?: {
    of(connection: string): Promise<number | undefined>
    note(connection: string, at: number): Promise<void>
  }
  /** How long a wait takes; tests play an outage of minutes in a second. */
  readonly wait?: Wait
  readonly log: Log
}

export const waitInTime: Wait = (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {})

/** The token alone; examples of others write `Bot` before it. */
export const botToken = (token: string): string => token.trim().replace(/^Bot\s+/i, '')

/** The address without what the library adds by itself. */
export const apiBase = (url: string): string => url.replace(/\/+$/, '').replace(/\/v\d+$/, '')
