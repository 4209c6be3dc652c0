import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSieve, type Word } from '../../../src/core/scan/sieve/sieve.ts'

const ROOT = join(import.meta.dirname, '../../..')
const WORDS: readonly Word[] = [
  { kind: 'number', text: 'code', reach: 20 },
  { kind: 'number', text: 'err', reach: 20 },
  { kind: 'number', text: '\xe9\x94\x99', reach: 30 },
  { kind: 'constant', text: 'ERR_' },
  { kind: 'sign', text: 'eJ' },
  { kind: 'sign', text: 'eJy' },
  { kind: 'sign', text: 'PRIVATE KEY' },
]
const MOST = 4096

/** The same as regular expressions, tried at every offset. */
const HITS = [
  /code[^\n\d]{0,20}(\d{3,6})(?!\d)/y,
  /err[^\n\d]{0,20}(\d{3,6})(?!\d)/y,
  /\xe9\x94\x99[^\n\d]{0,30}(\d{3,6})(?!\d)/y,
  /ERR_[A-Z][A-Z0-9_]{3,60}/y,
]
const SIGNS = [/eJy/y, /eJ/y, /PRIVATE KEY/y]

const matchAt = (pattern: RegExp, text: string, at: number) => {
  pattern.lastIndex = at
  return pattern.exec(text)
}
const places = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

function hitsByHand(text: string, from: number, to: number) {
  return places(from, to).flatMap((at) =>
    HITS.flatMap((pattern) => {
      const match = matchAt(pattern, text, at)
      if (!match) return []
      const end = at + match[0].length
      const digits = match[1]
      if (digits === undefined) return [{ at, start: at, end, isNumber: false }]
      const minus = text[end - digits.length - 1] === '-' ? 1 : 0
      return [{ at, start: end - digits.length - minus, end, isNumber: true }]
    }),
  )
}

const piece = fc.oneof(
  fc.constantFrom('code', 'err', '\xe9\x94\x99', 'ERR_', 'eJ', 'eJy', 'PRIVATE KEY', 'PRIVATE', 'co', 'e', 'E'),
  fc.constantFrom('\n', '-', ' ', ':', '_', 'SVR_X1', '\x00', '\xff', ' '.repeat(19), 'A'.repeat(61)),
  fc.nat(10_000_000).map(String),
  fc.string({ unit: 'binary-ascii', maxLength: 8 }),
)
const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').slice(0, MOST))

describe('the sieve', () => {
  const sieve = createSieve(WORDS, MOST)

  it('finds what regular expressions find, at every offset of any bytes', () => {
    fc.assert(
      fc.property(texts, fc.nat(40), fc.nat(40), (text, less, more) => {
        const from = Math.min(text.length, less)
        const to = Math.max(from, text.length - more)
        const found = sieve.read(Buffer.from(text, 'latin1'), from, to)
        expect(found.hits).toEqual(hitsByHand(text, from, to))
        const signs = places(from, to).flatMap((at) => SIGNS.filter((sign) => matchAt(sign, text, at)).map(() => at))
        expect(found.signs).toEqual(signs)
        expect(sieve.lineEnds(from, to)).toBe(text.slice(from, to).split('\n').length - 1)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has room for the maximum of hits', () => {
    const crowded = Buffer.from('err123'.repeat(MOST).slice(0, MOST))
    expect(sieve.read(crowded, 0, MOST).hits).toHaveLength(Math.floor(MOST / 6))
    const signs = Buffer.from('eJy'.repeat(MOST).slice(0, MOST))
    expect(sieve.read(signs, 0, MOST).signs).toHaveLength(2 * Math.floor(MOST / 3))
  })

  it('throws for a word that it could not find', () => {
    expect(() => createSieve([{ kind: 'sign', text: 'x' }], MOST)).toThrow('x')
    expect(() => createSieve([{ kind: 'sign', text: 'a longer word' }], MOST)).toThrow('a longer word')
  })
})

describe('sieve.wasm', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imerr-sieve-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is the output of `npm run sieve`', () => {
    const made = join(folder, 'sieve.wasm')
    const asc = join(ROOT, 'node_modules/assemblyscript/bin/asc.js')
    const config = 'src/core/scan/sieve/asconfig.json'
    execFileSync(process.execPath, [asc, '--config', config, '--outFile', made], { cwd: ROOT })
    expect(readFileSync(made).equals(readFileSync(join(ROOT, 'src/core/scan/sieve/sieve.wasm')))).toBe(true)
  })
})
