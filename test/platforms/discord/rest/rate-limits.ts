/** Rate limits: a bucket per route and major parameter, a global one, and their headers. */

export interface RateLimitOptions {
  /** Requests per route within `window` milliseconds. Discord's own numbers differ by route and change. */
  readonly route?: number
  readonly window?: number
  /** Requests per second over all routes but those of interactions. */
  readonly global?: number
}

export interface Refusal {
  readonly retryAfter: number
  readonly global: boolean
}

export interface Taken {
  readonly headers: Readonly<Record<string, string>>
  readonly refused?: Refusal
}

export function createRateLimits({ route = 50, window = 5000, global = 50 }: RateLimitOptions = {}) {
  const buckets = new Map<string, { left: number; resets: number }>()
  let second = { left: global, resets: 0 }

  return {
    /** @param isGlobal also counts towards the global limit */
    take(key: string, isGlobal: boolean, now = Date.now()): Taken {
      if (isGlobal) {
        if (second.resets <= now) second = { left: global, resets: now + 1000 }
        if (second.left <= 0)
          return { headers: {}, refused: { retryAfter: (second.resets - now) / 1000, global: true } }
        second.left--
      }
      let bucket = buckets.get(key)
      if (!bucket || bucket.resets <= now) bucket = { left: route, resets: now + window }
      buckets.set(key, bucket)
      const refused = bucket.left <= 0
      if (!refused) bucket.left--
      const wait = (bucket.resets - now) / 1000
      const headers = {
        'x-ratelimit-limit': String(route),
        'x-ratelimit-remaining': String(bucket.left),
        'x-ratelimit-reset': (bucket.resets / 1000).toFixed(3),
        'x-ratelimit-reset-after': wait.toFixed(3),
        'x-ratelimit-bucket': Buffer.from(key.split(' ').slice(0, 2).join(' ')).toString('hex').slice(0, 32),
      }
      return { headers, ...(refused ? { refused: { retryAfter: wait, global: false } } : {}) }
    },
  }
}
