import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { THRESHOLDS } from '../../../src/core/detect/detect.ts'
import { createScan } from '../../../src/core/scan/scan.ts'
import { data, knowledge } from '../../support/knowledge.ts'
import { logOf } from './made-logs.ts'

function digestOf(...pieces: readonly (string | Uint8Array)[]) {
  const scan = createScan(knowledge)
  for (const piece of pieces) scan.push(typeof piece === 'string' ? Buffer.from(piece) : piece)
  return scan.end()
}
const countsOf = (digest: ReturnType<typeof digestOf>) =>
  Object.fromEntries(digest.codes.map(({ code, count }) => [code, count]).sort())

const FORMS = [
  'native-4.0',
  'native-5.x',
  'native-6.x',
  'native-two-codes',
  'native-no-codes',
  'logcat',
  'ios-console',
  'flutter',
  'web-2.x',
  'web-3.x',
  'json-lines',
  'json-pretty',
  'batch-answers',
  'winsock-mixed',
  'others-only',
  'chinese-app',
  'secrets',
]
const texts = FORMS.map((name) => logOf(name).toString('utf8'))
/** Longer than a few blocks, in another order each time; the end of one log is the context of the next. */
const longLog = fc
  .array(fc.constantFrom(...texts), { minLength: 100, maxLength: 180 })
  .map((parts) => parts.join(`${'-'.repeat(40)}\n`))

describe('the digest of a log', () => {
  it('names no call that may be part of a token', () => {
    const sig = `eJyrVgrxCdYrSy1SslIy${'A'.repeat(24)}`
    const digest = digestOf(`got ${sig}: ErrorCode: 70001\nsendMessage failed, ErrorCode 70001\n`)
    expect(digest.codes.map(({ code, calls }) => [code, calls.map(({ name }) => name)])).toEqual([
      ['70001', ['sendMessage']],
    ])
    expect(JSON.stringify(digest)).not.toContain('eJyrVgrx')
  })
  it('ignores terminal colours', () => {
    const plain =
      'login ErrorCode 70001 again\nTIM: 2022-01-20 15:37:21.806 I 1-2     |-channel.cpp:308 F |x|error code:9508|error msg:x\n'
    const coloured = plain.replace(/70001|9508/g, (code) => `\u001b[1;33m${code}\u001b[0m`)
    expect(countsOf(digestOf(plain))).toEqual({ 9508: 1, 70001: 1 })
    expect(countsOf(digestOf(coloured))).toEqual(countsOf(digestOf(plain)))
    expect(JSON.stringify(digestOf(coloured))).not.toContain('u001b')
  })
  it('does not depend on how the log is split into pieces', () => {
    fc.assert(
      fc.property(
        longLog,
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 30 }),
        (log, sizes) => {
          const bytes = Buffer.from(log)
          const pieces: Buffer[] = []
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const end = at + (sizes[i % sizes.length] ?? 1)
            pieces.push(bytes.subarray(at, end))
            at = end
          }
          expect(digestOf(...pieces)).toEqual(digestOf(bytes))
        },
      ),
      { numRuns: 5 },
    )
  })

  it('does not depend on where its blocks begin', () => {
    const line = (length: number) => `${'.'.repeat(length)}\n`
    const log = texts.join('').repeat(9)
    const wanted = countsOf(digestOf(`${line(800)}${log}`))
    for (let shift = 0; shift < 5; shift++) {
      expect(countsOf(digestOf(`${line(800 + shift * 997)}${log}`))).toEqual(wanted)
    }
  })

  it('has what detection finds when it reads every line, although it reads few', () => {
    const CONTEXT = 700
    const everyLine = (log: string) => {
      const counts = new Map<string, number>()
      let start = 0
      for (const line of log.split('\n')) {
        const before = Buffer.from(log.slice(Math.max(0, start - CONTEXT), start))
          .subarray(-CONTEXT)
          .toString('utf8')
        const end = start + line.length
        const text = `${before}${line}${log.slice(end, end + CONTEXT)}`
        const codes = knowledge
          .detect(text)
          .filter(
            (found) =>
              found.confidence >= THRESHOLDS.uninvited &&
              found.start >= before.length &&
              found.end <= before.length + line.length,
          )
        for (const code of new Set(codes.map((found) => found.code))) counts.set(code, (counts.get(code) ?? 0) + 1)
        start = end + 1
      }
      return Object.fromEntries([...counts].sort())
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 30 }), (parts) => {
        const log = parts.join('')
        expect(countsOf(digestOf(log))).toEqual(everyLine(log))
      }),
      { numRuns: 25 },
    )
  })

  it('takes any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), (a, b) => {
        expect(digestOf(a, Buffer.from(' code: 6012 '), b)).toEqual(
          digestOf(Buffer.concat([a, Buffer.from(' code: 6012 '), b])),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('is done in time for lines made to be slow', () => {
    const mixed = 'aBcDeFgHiJkLmNoP'.repeat(20_000)
    for (const tail of [
      mixed,
      '-'.repeat(300_000),
      '{'.repeat(300_000),
      'error '.repeat(50_000),
      '1'.repeat(300_000),
    ]) {
      const log = `IMSDK error code: 6012 ${tail}\n${tail} IMSDK error code: 6012\n`
      expect(countsOf(digestOf(log))['6012']).toBeGreaterThanOrEqual(1)
    }
  })

  it('has every kind of secret that redaction knows', () => {
    // A Discord token has no recognisable beginning; in a log a word such as "token" precedes it.
    const named = (rule: string, example: string) => (rule === 'Discord token' ? `token: ${example}` : example)
    const missed = data.redaction.rules
      .filter((rule) => rule.secret)
      .filter(({ name, examples }) => !examples.some((one) => digestOf(`${named(name, one)}\n`).secrets.includes(name)))
    expect(
      missed.map(({ name }) => name),
      'src/core/scan/secret-finder.ts does not look for',
    ).toEqual([])
  })

  it('groups codes of one cause, first cause first', () => {
    const { causes } = digestOf(logOf('follows'))
    expect(causes.map(({ codes }) => codes)).toEqual([['9508', '9512'], ['6012', '9520'], ['6014']])
    expect(causes[0]).toMatchObject({ name: 'no network', count: 2, first: { line: 2 }, last: { line: 6 } })
  })
})
