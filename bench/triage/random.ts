/** A seeded random generator: the same seed gives the same fortnight. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number
  between(from: number, to: number): number
  whole(from: number, to: number): number
  pick<T>(items: readonly T[]): T
  /** A Poisson count. */
  count(mean: number): number
  shuffled<T>(items: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + next() * (to - from)
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1))
  return {
    next,
    between,
    whole,
    pick(items) {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    count(mean) {
      const limit = Math.exp(-mean)
      let product = next()
      let n = 0
      for (; product > limit; n++) product *= next()
      return n
    },
    shuffled(items) {
      const all = [...items]
      for (let i = all.length - 1; i > 0; i--) {
        const j = whole(0, i)
        const [a, b] = [all[i], all[j]]
        if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a]
      }
      return all
    },
  }
}
