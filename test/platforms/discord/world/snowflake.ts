/** Discord's ids: the time in milliseconds since 2015 in the upper bits, so a later id is a larger one. */
const EPOCH = 1_420_070_400_000n

/** @returns a maker of ids that never repeats and always grows */
export function createSnowflakes(now: () => number = Date.now) {
  let last = 0n
  return (): string => {
    const fresh = (BigInt(now()) - EPOCH) << 22n
    last = fresh > last ? fresh : last + 1n
    return String(last)
  }
}

export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + EPOCH)
export const byAge = (a: { readonly id: string }, b: { readonly id: string }) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)
export const isSnowflake = (value: unknown): value is string => typeof value === 'string' && /^\d{17,20}$/.test(value)
