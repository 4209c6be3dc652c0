/** Open threads of servers whose description leaves them out, asked for one server after the other. */
import type { Client } from 'discord.js'
import type { Log } from '../../../src/chat/log.ts'
import type { Places, placeOfApi } from '../api/places.ts'
import { type DiscordApi, faultOf } from '../api/rest-api.ts'
import { createTurns } from './fair-turns.ts'

/** Servers asked after one loss. */
const MAX_SERVERS = 50

/** A thread as Discord lists it. */
export type ListedThread = Parameters<typeof placeOfApi>[0] & { readonly last_message_id?: string | null }

export function createActiveThreads(client: Client, api: DiscordApi, places: Places, log: Log) {
  const untold = new Set<string>()
  const inTurn = createTurns()

  async function of(guild: string): Promise<ListedThread[]> {
    try {
      const { threads } = await api.get<{ threads?: ListedThread[] }>(`/guilds/${guild}/threads/active`)
      return (threads ?? []).map((thread) => ({ ...thread, guild_id: guild }))
    } catch (error) {
      log.warn({ server: guild, err: faultOf(error) }, 'Discord: the threads of a server could not be listed')
      return []
    }
  }

  return {
    /** Looks at each description of a server that arrives. */
    note({ t, d }: { readonly t?: unknown; readonly d?: unknown }): void {
      const { id, threads } = (d ?? {}) as { id?: unknown; threads?: unknown }
      if (t !== 'GUILD_CREATE' || typeof id !== 'string') return
      if (Array.isArray(threads)) untold.delete(id)
      else untold.add(id)
    },
    async inShard(shard: number): Promise<ListedThread[]> {
      const guilds = [...untold].filter((id) => client.guilds.cache.get(id)?.shardId === shard)
      const found: ListedThread[] = []
      for (const guild of inTurn(guilds, MAX_SERVERS)) found.push(...(await of(guild)))
      for (const thread of found) if (!places.cached(thread.id)) places.remember(thread)
      return found
    },
  }
}

export type ActiveThreads = ReturnType<typeof createActiveThreads>
