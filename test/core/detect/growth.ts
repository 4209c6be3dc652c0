/** How the time of a call grows with its input. */

const SMALL = 100_000
const LARGE = 1_000_000
const TIMES = LARGE / SMALL
const ROUNDS = 3
/** A single figure may be off on a busy machine; that of a slow algorithm is a hundred each time. */
const ATTEMPTS = 8
/** A megabyte may cost this many times what a tenth of it costs. */
export const MAX_GROWTH = 12

const timed = (work: () => void) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

/**
 * What 1 MB of `unit` repeated costs, in terms of 100 KB of it. Both sides of a reading take about the same time, ten
 * small calls against a large one, so that other work on the machine weighs on both.
 */
export function growth(work: (text: string) => unknown, unit: string): number {
  const [small, large] = [SMALL, LARGE].map((length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length))
  const run = (text = '') => work(text)
  // Not measured: the first run compiles patterns and lays the text out in one piece.
  run(small)
  run(large)
  const reading = () => {
    const ten = timed(() => {
      for (let i = 0; i < TIMES; i++) run(small)
    })
    return timed(() => run(large)) / (ten / TIMES)
  }
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < ATTEMPTS && best > MAX_GROWTH; i++) {
    const readings = Array.from({ length: ROUNDS }, reading).sort((a, b) => a - b)
    best = Math.min(best, readings[ROUNDS >> 1] ?? best)
  }
  return best
}
