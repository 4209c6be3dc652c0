/** Measures how the time of a call grows with the length of its input. */

const SMALL = 100_000
const LARGE = 1_000_000
const TIMES = LARGE / SMALL
/** Other work on the machine can spoil a reading; a quadratic algorithm gives about 100 every time. */
const ATTEMPTS = 12
/** The highest growth that still counts as linear; exactly linear is 10. */
export const MAX_GROWTH = 12

const timed = (work: () => void) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** `unit` repeated to the length. Decoded from bytes, because V8 keeps repeated strings in pieces and joins them late. */
const textOf = (unit: string, length: number) =>
  Buffer.from(unit.repeat(Math.ceil(length / unit.length)).slice(0, length), 'utf16le').toString('utf16le')

/**
 * How many times longer 1 MB of `unit` repeated takes than 100 KB of it: the lowest of several readings, the first of
 * which is enough when it is linear. A reading compares ten small calls with one large call, so both sides take about
 * as long and other work on the machine slows both.
 */
export function growth(work: (text: string) => unknown, unit: string): number {
  const [small, large] = [textOf(unit, SMALL), textOf(unit, LARGE)]
  // Compiles the patterns.
  work(small)
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < ATTEMPTS && best > MAX_GROWTH; i++) {
    const ten = timed(() => {
      for (let call = 0; call < TIMES; call++) work(small)
    })
    best = Math.min(best, timed(() => work(large)) / (ten / TIMES))
  }
  return best
}
