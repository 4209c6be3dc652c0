/** A baseline: how many people usually meet a code at a given hour of the week. */
import type { Bucket } from '../../../storage/contract.ts'
import { HOUR } from '../../language/time.ts'

export interface Expected {
  /** People in the window, on average. */
  readonly mean: number
  /** Number of windows the mean was learnt from. */
  readonly weight: number
}

export interface Baseline {
  /** People who usually meet any of these codes in the window that ends at `at`. */
  expect(codes: readonly string[], at: number, windowMs: number): Expected
  /** The same for all codes; a person counts once per code. */
  everything(at: number, windowMs: number): number
  /** How much history there is, in milliseconds. */
  readonly age: number
}

/** People per hour and code, from `seriesByCode`. */
export type HourlyPeople = Pick<Bucket, 'at' | 'people'> & { readonly code: string }

const HOURS_OF_WEEK = 168
/** Pseudo-counts: how many expected sightings make the observed count weigh as much as the flatter estimate. */
const PRIOR = { day: 10, week: 60, ownHour: 20 }
/** A code that was never seen is expected once in this many hours. */
const RAREST_HOURS = 14 * 24
/** Caps the weight of a long history, because habits change. */
const MAX_HOURS = 14 * 24

const hourOfWeek = (at: number) => Math.floor(at / HOUR) % HOURS_OF_WEEK
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
/** Weighs an observed value against a prior one. */
const blend = (own: number, other: number, expected: number, prior: number) =>
  (own * expected + other * prior) / (expected + prior)

/** Counts how often each hour of the week occurs between two times. */
function exposure(from: number, to: number): Float64Array {
  const hours = new Float64Array(HOURS_OF_WEEK)
  for (let at = Math.floor(from / HOUR) * HOUR; at < to; at += HOUR) {
    const slot = hourOfWeek(at)
    hours[slot] = (hours[slot] ?? 0) + 1
  }
  return hours
}

/** Sums hours of the week by hour of the day. */
const daily = (weekly: Float64Array) =>
  Float64Array.from({ length: 24 }, (_, hour) => {
    let total = 0
    for (let slot = hour; slot < HOURS_OF_WEEK; slot += 24) total += weekly[slot] ?? 0
    return total
  })

/**
 * How all traffic is spread over the week, 1 on average. Starts from the hour of the day, for which there is data soonest,
 * and moves to the hour of the week as data comes in. Neighbouring hours are averaged, because one hour's count is noisy.
 */
function shapeOf(counts: Float64Array, hours: Float64Array): Float64Array {
  const total = sum(counts)
  const mean = total / Math.max(1, sum(hours))
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
    const flattened = blend(day / mean, 1, known * mean, PRIOR.day)
    const seen = near(hours, slot)
    if (seen === 0) return flattened
    return blend(near(counts, slot) / seen / mean, flattened, seen * mean * flattened, PRIOR.week)
  })
}

/**
 * @param series people per hour and code.
 * @param from start of the history, or the first sighting if that is later.
 * @param to its end.
 * @param skip true for hours in which the code had an incident: they must not raise the baseline.
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
  /** Hours observed per hour of the day, weighted by the shape. */
  const shapedHours = daily(weekHours.map((hours, slot) => hours * (shape[slot] ?? 1)))
  const age = Math.max(0, to - from)
  const hours = Math.max(age / HOUR, 1)
  // Add-one smoothing: a code that was not seen yet is rare, not impossible.
  const unseen = Math.min(1, hours / RAREST_HOURS)

  function perHour(code: string, slot: number): number {
    const own = byCode.get(code)
    const mean = ((own?.total ?? 0) + unseen) / hours
    // A code may have its own daily pattern, such as the errors of a nightly job.
    const shaped = mean * (shapedHours[slot % 24] ?? 0)
    const factor = ((own?.byHour[slot % 24] ?? 0) + unseen + PRIOR.ownHour) / (shaped + PRIOR.ownHour)
    return mean * (shape[slot] ?? 1) * factor
  }

  const all = sum(counts)
  return {
    age,
    everything: (at, windowMs) => (all / hours) * (shape[hourOfWeek(at - windowMs / 2)] ?? 1) * (windowMs / HOUR),
    expect(codes, at, windowMs) {
      const slot = hourOfWeek(at - windowMs / 2)
      const mean = codes.reduce((total, code) => total + perHour(code, slot), 0) * (windowMs / HOUR)
      return { mean, weight: Math.max(1, Math.min(hours, MAX_HOURS) / (windowMs / HOUR)) }
    },
  }
}
