/** Makes Discord forget the session, so that nothing is replayed. */
import { expect, vi } from 'vitest'
import type { Connected } from './connected.ts'

/** The gateway never sends what happens between the lost and the new session. */
export async function whileLost({ adapter, discord }: Connected, happens: () => void): Promise<void> {
  const { gateway } = discord
  const before = gateway.counts.identifies
  gateway.invalidate(false)
  happens()
  await vi.waitFor(() => expect(gateway.counts.identifies).toBe(before + 1), { timeout: 30_000 })
  await vi.waitFor(() => expect(adapter.ready()).toBe(true), { timeout: 30_000 })
}

/** The channels whose messages the bot fetched. */
export const asked = ({ discord }: Connected, since = 0): string[] =>
  discord.calls
    .slice(since)
    .filter(({ method }) => method === 'GET')
    .flatMap(({ path }) => /^\/channels\/(\d+)\/messages$/.exec(path)?.[1] ?? [])
