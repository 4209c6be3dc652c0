/** What is usual: how many people meet a code in a stretch of the week. */
import type { Bucket } from '../../../storage/contract.ts'
import { HOUR } from '../parameters.ts'

export interface Expected {
  /** People in the window, on average. */
  readonly mean: number
  /** How many windows the mean was learnt from. */
  readonly weight: number
}

export interface Baseline {
  /** People who usually meet any of these codes in the window that ends at `at`. */
  expect(codes: readonly string[], at: number, windowMs: number): Expected
  /** The same of every code, each person once per code. */
  everything(at: number, windowMs: number): number
  /** How long sightings have been recorded, in milliseconds. */
  readonly age: number
}

/** People per hour and code, from `seriesByCode`. */
export type HourlyPeople = Pick<Bucket, 'at' | 'people'> & { readonly code: string }

const HOURS_OF_WEEK = 168
/** Sightings that an hour must be expected to have before its own count weighs as much as the flatter guess. */
const BELIEF = { day: 10, week: 60, ownHour: 20 }
/** A code that was never seen is as rare as one sighting in this many hours. */
const RAREST_HOURS = 14 * 24
/** More windows than these say nothing new: habits change. */
const MAX_HOURS = 14 * 24

const hourOfWeek = (at: number) => Math.floor(at / HOUR) % HOURS_OF_WEEK
const blend = (own: number, other: number, expected: number, belief: number) =>
  (own * expected + other * belief) / (expected + belief)

/** How often each hour of the week lies between two times. */
function exposure(from: number, to: number): Float64Array {
  const hours = new Float64Array(HOURS_OF_WEEK)
  for (let at = Math.floor(from / HOUR) * HOUR; at < to; at += HOUR) {
    const slot = hourOfWeek(at)
    hours[slot] = (hours[slot] ?? 0) + 1
  }
  return hours
}

/** The same by hour of the day. */
const daily = (weekly: Float64Array) =>
  Float64Array.from({ length: 24 }, (_, hour) => {
    let sum = 0
    for (let slot = hour; slot < HOURS_OF_WEEK; slot += 24) sum += weekly[slot] ?? 0
    return sum
  })

/**
 * How the whole traffic is spread over the week, 1 on average: the hour of the day first, because it is known soonest,
 * and the hour of the week, with its neighbours, as it becomes known. One hour's count alone is mostly chance.
 */
function shapeOf(counts: Float64Array, hours: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const mean =
    total /
    Math.max(
      1,
      hours.reduce((sum, count) => sum + count, 0),
    )
  if (total === 0) return new Float64Array(HOURS_OF_WEEK).fill(1)
  const dayCounts = daily(counts)
  const dayHours = daily(hours)
  const near = (values: Float64Array, slot: number) => {
    const at = (index: number) => values[(index + HOURS_OF_WEEK) % HOURS_OF_WEEK] ?? 0
    return at(slot - 1) + 2 * at(slot) + at(slot + 1)
  }
  return Float64Array.from({ length: HOURS_OF_WEEK }, (_, slot) => {
    const known = dayHours[slot % 24] ?? 0
    const day = known > 0 ? (dayCounts[slot % 24] ?? 0) / known : mean
    const flattened = blend(day / mean, 1, known * mean, BELIEF.day)
    const seen = near(hours, slot)
    if (seen === 0) return flattened
    return blend(near(counts, slot) / seen / mean, flattened, seen * mean * flattened, BELIEF.week)
  })
}

/**
 * @param series people per hour and code.
 * @param from the beginning of the history, or of the records where they are younger.
 * @param to its end.
 * @param skip stretches that were incidents, by code: what was unusual must not become usual.
 */
export function createBaseline(
  series: readonly HourlyPeople[],
  from: number,
  to: number,
  skip: (code: string, at: number) => boolean = () => false,
): Baseline {
  const counts = new Float64Array(HOURS_OF_WEEK)
  const byCode = new Map<string, { total: number; byHour: Float64Array }>()
  for (const { code, at, people } of series) {
    if (skip(code, at)) continue
    const slot = hourOfWeek(at)
    counts[slot] = (counts[slot] ?? 0) + people
    const own = byCode.get(code) ?? { total: 0, byHour: new Float64Array(24) }
    byCode.set(code, own)
    own.total += people
    own.byHour[slot % 24] = (own.byHour[slot % 24] ?? 0) + people
  }
  const weekHours = exposure(from, to)
  const shape = shapeOf(counts, weekHours)
  /** For each hour of the day: hours of it there were, each as much as the shape says. */
  const shapedHours = daily(weekHours.map((hours, slot) => hours * (shape[slot] ?? 1)))
  const age = Math.max(0, to - from)
  const hours = Math.max(age / HOUR, 1)
  // One more sighting than there was: nothing is impossible because it has not happened yet.
  const unseen = Math.min(1, hours / RAREST_HOURS)

  function perHour(code: string, slot: number): number {
    const own = byCode.get(code)
    const mean = ((own?.total ?? 0) + unseen) / hours
    // A code with a day of its own, such as those of a nightly job, is held against that.
    const shaped = mean * (shapedHours[slot % 24] ?? 0)
    const factor = ((own?.byHour[slot % 24] ?? 0) + unseen + BELIEF.ownHour) / (shaped + BELIEF.ownHour)
    return mean * (shape[slot] ?? 1) * factor
  }

  const all = counts.reduce((sum, count) => sum + count, 0)
  return {
    age,
    everything: (at, windowMs) => (all / hours) * (shape[hourOfWeek(at - windowMs / 2)] ?? 1) * (windowMs / HOUR),
    expect(codes, at, windowMs) {
      const slot = hourOfWeek(at - windowMs / 2)
      const mean = codes.reduce((sum, code) => sum + perHour(code, slot), 0) * (windowMs / HOUR)
      return { mean, weight: Math.max(1, Math.min(hours, MAX_HOURS) / (windowMs / HOUR)) }
    },
  }
}
