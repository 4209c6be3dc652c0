/** One post after the other in a channel, and no faster than Slack allows; channels do not wait for each other. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface ChannelQueue {
  /** Runs when everything before it in the same channel is done and the channel is free again. */
  run<T>(channel: string, work: () => Promise<T>): Promise<T>
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>
}

/** Channels that are remembered; the longest unused is forgotten first. */
const MAX_CHANNELS = 10_000

export function createChannelQueue(spacingMs: number): ChannelQueue {
  const tails = new Map<string, Promise<unknown>>()
  /** When a channel takes the next post. */
  const freeAt = new Map<string, number>()

  async function turn<T>(channel: string, before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
    await before
    const wait = (freeAt.get(channel) ?? 0) - Date.now()
    if (wait > 0) await sleep(wait)
    try {
      return await work()
    } finally {
      freeAt.delete(channel)
      freeAt.set(channel, Date.now() + spacingMs)
      const [oldest] = freeAt.keys()
      if (freeAt.size > MAX_CHANNELS && oldest !== undefined) freeAt.delete(oldest)
    }
  }

  return {
    run(channel, work) {
      const result = turn(channel, tails.get(channel), work)
      const tail = result
        .catch(() => {})
        .then(() => {
          if (tails.get(channel) === tail) tails.delete(channel)
        })
      tails.set(channel, tail)
      return result
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
