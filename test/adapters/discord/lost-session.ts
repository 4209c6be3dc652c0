/** A session that Discord forgets, so that nothing is replayed. */
import { expect, vi } from 'vitest'
import type { Connected } from './connected.ts'

/** What happens between losing the session and having a new one is never told by the gateway. */
export async function whileLost({ adapter, discord }: Connected, happens: () => void): Promise<void> {
  const { gateway } = discord
  const before = gateway.counts.identifies
  gateway.invalidate(false)
  happens()
  await vi.waitFor(() => expect(gateway.counts.identifies).toBe(before + 1), { timeout: 30_000 })
  await vi.waitFor(() => expect(adapter.ready()).toBe(true), { timeout: 30_000 })
}

/** The channels that the bot asked for their messages. */
export const asked = ({ discord }: Connected, since = 0): string[] =>
  discord.calls
    .slice(since)
    .filter(({ method }) => method === 'GET')
    .flatMap(({ path }) => /^\/channels\/(\d+)\/messages$/.exec(path)?.[1] ?? [])
