import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sparkline } from '../../../../src/features/language/numbers.ts'
import { parseDuration, sayDuration, sayTime } from '../../../../src/features/language/time.ts'
import { createBaseline } from '../../../../src/features/triage/spikes/baseline.ts'
import { tailProbability } from '../../../../src/features/triage/spikes/negative-binomial.ts'
import { DAY, HOUR, MINUTE } from '../stage.ts'

describe('tailProbability', () => {
  // With a long history this is the Poisson tail; expected values are from its table.
  it.each([
    [1, 0.1, 0.0951626],
    [5, 1, 0.00365985],
    [10, 2, 4.64981e-5],
    [20, 4, 1.02178e-8],
    [300, 200, 2.71147e-11],
  ])('of %d or more when %d are usual', (count, mean, probability) => {
    const found = tailProbability(count, mean, 1e7)
    expect(found / probability).toBeGreaterThan(0.97)
    expect(found / probability).toBeLessThan(1.03)
  })
  it('is 1 for a count of 0, and higher the shorter the history', () => {
    expect(tailProbability(0, 5, 10)).toBe(1)
    expect(tailProbability(10, 1, 5)).toBeGreaterThan(tailProbability(10, 1, 500))
  })
  it('is a probability that falls with the count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.integer({ min: 1, max: 2000 }),
        (count, mean, weight) => {
          const found = tailProbability(count, mean, weight)
          expect(found).toBeGreaterThanOrEqual(0)
          expect(found).toBeLessThanOrEqual(1)
          expect(tailProbability(count + 1, mean, weight)).toBeLessThanOrEqual(found + 1e-9)
        },
      ),
    )
  })
})

describe('createBaseline', () => {
  const start = Date.UTC(2026, 5, 1)
  const days = (n: number, peopleAt: (hour: number, day: number) => number) =>
    Array.from({ length: n * 24 }, (_, i) => ({
      code: '70001',
      at: start + i * HOUR,
      people: peopleAt(i % 24, Math.floor(i / 24)),
    }))
  const expectAt = (series: ReturnType<typeof days>, n: number, at: number, code = '70001') =>
    createBaseline(series, start, start + n * DAY).expect([code], at, 15 * MINUTE).mean

  it('expects a quarter of the hourly people in 15 minutes', () => {
    expect(
      expectAt(
        days(14, () => 8),
        14,
        start + 14 * DAY,
      ),
    ).toBeCloseTo(2, 1)
  })
  it('learns the hours of the day', () => {
    const series = days(14, (hour) => (hour >= 8 && hour < 20 ? 20 : 2))
    expect(expectAt(series, 14, start + 14 * DAY + 14 * HOUR)).toBeGreaterThan(4.5)
    expect(expectAt(series, 14, start + 14 * DAY + 3 * HOUR)).toBeLessThan(0.8)
  })
  it('learns the days of the week', () => {
    const series = days(28, (_, day) => (day % 7 >= 5 ? 4 : 40))
    const monday = expectAt(series, 28, start + 28 * DAY + 12 * HOUR)
    const sunday = expectAt(series, 28, start + 34 * DAY + 12 * HOUR)
    expect(monday).toBeGreaterThan(8)
    expect(sunday).toBeLessThan(3)
  })
  it('leaves incidents out', () => {
    const series = days(10, (hour, day) => (day === 9 && hour < 4 ? 200 : 0))
    const skip = (_code: string, at: number) => at >= start + 9 * DAY
    const at = start + 10 * DAY
    expect(createBaseline(series, start, at, skip).expect(['70001'], at, 15 * MINUTE).mean).toBeLessThan(0.01)
  })
  it('expects a code that was never seen rarely, not never', () => {
    const usual = expectAt(
      days(14, () => 8),
      14,
      start + 14 * DAY,
      '10010',
    )
    expect(usual).toBeGreaterThan(0)
    expect(usual).toBeLessThan(0.01)
  })
})

describe('lengths of time', () => {
  it.each([
    ['30m', 30 * MINUTE],
    ['2h', 2 * HOUR],
    ['24H', DAY],
    ['7d', 7 * DAY],
    ['2w', 14 * DAY],
    ['90 min', 90 * MINUTE],
  ])('%s', (typed, length) => {
    expect(parseDuration(typed, '2h')).toBe(length)
  })
  it.each(['', '5', 'h', '0m', '91d', '1.5h', '-1h', '2h3m', '９h'])('refuses %s, with an example', (typed) => {
    expect(() => parseDuration(typed, '/imtriage top 2h')).toThrow('/imtriage top 2h')
  })
  it('are formatted in the largest unit', () => {
    expect([MINUTE / 2, 45 * MINUTE, 3 * HOUR, 3 * DAY].map(sayDuration)).toEqual(['1 min', '45 min', '3 h', '3 d'])
  })
  it('names the date only when it is needed', () => {
    const now = Date.UTC(2026, 5, 10, 9)
    expect(sayTime(now - HOUR, now)).toBe('08:00 UTC')
    expect(sayTime(now - 2 * DAY, now)).toBe('2026-06-08 09:00 UTC')
    expect(sayTime(now + 2 * DAY, now)).toBe('2026-06-12 09:00 UTC')
  })
})

it('draws a sparkline as high as its highest number', () => {
  expect(sparkline([0, 1, 4, 8])).toBe('▁▂▅█')
  expect(sparkline([0, 0])).toBe('▁▁')
  expect(sparkline([])).toBe('')
})
