/** Finds the words of a log that something of interest begins with, much faster than a regular expression does. */
import { readFileSync } from 'node:fs'

/** What has to follow a word, so that it is of interest. */
export type Word =
  /** At most `reach` bytes without digit or line end, then 3 to 6 digits. */
  | { readonly kind: 'number'; readonly text: string; readonly reach: number }
  /** A capital, then 3 to 60 capitals, digits and underscores. */
  | { readonly kind: 'constant'; readonly text: string }
  /** Nothing: the word alone. */
  | { readonly kind: 'sign'; readonly text: string }

export interface Hit {
  /** Where its word begins. */
  readonly at: number
  /** Where its number, sign included, or its constant begins. */
  readonly start: number
  /** After the number or constant. */
  readonly end: number
  readonly isNumber: boolean
}

export interface Sieved {
  /** In the order of their words. */
  readonly hits: readonly Hit[]
  /** Places of the signs, ascending. */
  readonly signs: readonly number[]
}

export interface Sieve {
  /**
   * @param bytes at most as many as the sieve was made for
   * @param to what begins before it may go on behind it
   */
  read(bytes: Uint8Array, from: number, to: number): Sieved
  /** Line ends between two places of the bytes read last. */
  lineEnds(from: number, to: number): number
}

/** As sieve.assembly.ts has them. */
const TABLES = 0
const WORDS = 128
const SLOTS = 256
const SLOT_BYTES = 16
const GROUPS = 8
const KINDS = { number: 1, constant: 2, sign: 3 } as const
/** Of each word, these many bytes (or two, when it has no more) are looked for at once, and these many more are compared. */
const BEGIN = 3
const MAX_REST = 8

const HIT_BYTES = 16
const SIGN_BYTES = 4
const INPUT = WORDS + SLOTS * SLOT_BYTES
/** The sieve reads 16 places at once, and a few bytes behind them. */
const BEHIND = 32
const PAGE = 65_536

interface Assembly {
  sieve(from: number, to: number, end: number, hitsAt: number, signsAt: number): number
  signsFound(): number
  lineEnds(from: number, to: number): number
}

let compiled: WebAssembly.Module | undefined
function compile(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./sieve.wasm', import.meta.url)))
  return compiled
}

const beginOf = (text: string) => Buffer.from(text, 'latin1').subarray(0, BEGIN)

/** Chance combinations of the bytes of a group's words are looked at in vain: the fewer, the faster. */
function combinations(begins: readonly Uint8Array[]): number {
  return [0, 1, 2].reduce((product, i) => {
    const bytes = new Set(begins.map((begin) => begin[i]))
    return product * (bytes.has(undefined) ? 256 : bytes.size)
  }, 1)
}

/** Puts each word into the group where it adds the fewest combinations. */
function grouped(begins: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const groups: Uint8Array[][] = Array.from({ length: GROUPS }, () => [])
  for (const begin of begins) {
    const added = groups.map((group) => combinations([...group, begin]) - (group.length > 0 ? combinations(group) : 0))
    groups[added.indexOf(Math.min(...added))]?.push(begin)
  }
  return groups
}

/** The halves of a byte, as places in its two tables; all of them for a byte that does not matter. */
const halvesOf = (byte: number | undefined): readonly number[] =>
  byte === undefined ? Array.from({ length: 32 }, (_, i) => i) : [byte & 15, 16 + (byte >> 4)]

function writeTables(memory: DataView, begins: readonly Uint8Array[]): void {
  grouped(begins).forEach((group, number) => {
    for (const begin of group)
      for (let i = 0; i < BEGIN; i++)
        for (const half of halvesOf(begin[i])) {
          const at = TABLES + 32 * i + half
          memory.setUint8(at, memory.getUint8(at) | (1 << number))
        }
  })
}

function writeWords(memory: DataView, words: readonly Word[]): void {
  for (const word of words) {
    const begin = beginOf(word.text)
    const rest = Buffer.from(word.text, 'latin1').subarray(BEGIN)
    if (begin.length < 2 || rest.length > MAX_REST) throw new RangeError(`no word for a sieve: ${word.text}`)
    const key = begin.readUIntLE(0, begin.length)
    let slot = Math.imul(key, 0x9e3779b1) >>> 24
    while (memory.getUint32(WORDS + slot * SLOT_BYTES, true) !== 0) slot = (slot + 1) % SLOTS
    const at = WORDS + slot * SLOT_BYTES
    memory.setUint32(at, key | (KINDS[word.kind] << 24), true)
    rest.forEach((byte, i) => {
      memory.setUint8(at + 4 + i, byte)
    })
    memory.setUint8(at + 12, rest.length)
    memory.setUint8(at + 13, word.kind === 'number' ? word.reach : 0)
    memory.setUint8(at + 14, begin.length)
  }
}

/** @param most bytes that are read at once */
export function createSieve(words: readonly Word[], most: number): Sieve {
  // No word is shorter than three bytes, and no two begin at the same place.
  const hitsAt = Math.ceil((INPUT + most + BEHIND) / HIT_BYTES) * HIT_BYTES
  const signsAt = hitsAt + most * HIT_BYTES
  const memory = new WebAssembly.Memory({ initial: Math.ceil((signsAt + most * SIGN_BYTES) / PAGE) })
  const tables = new DataView(memory.buffer)
  writeTables(
    tables,
    words.map(({ text }) => beginOf(text)),
  )
  writeWords(tables, words)
  const assembly = new WebAssembly.Instance(compile(), { env: { memory } }).exports as Assembly
  const input = new Uint8Array(memory.buffer, INPUT, most)
  const hitsFound = new Uint32Array(memory.buffer, hitsAt, most * 4)
  const signsFound = new Uint32Array(memory.buffer, signsAt, most)
  const hitAt = (i: number): Hit => {
    const field = (which: number) => hitsFound[4 * i + which] ?? 0
    return { at: field(0) - INPUT, start: field(1) - INPUT, end: field(2) - INPUT, isNumber: field(3) === 1 }
  }
  return {
    read(bytes, from, to) {
      input.set(bytes)
      const count = assembly.sieve(INPUT + from, INPUT + to, INPUT + bytes.length, hitsAt, signsAt)
      return {
        hits: Array.from({ length: count }, (_, i) => hitAt(i)),
        signs: Array.from(signsFound.subarray(0, assembly.signsFound()), (place) => place - INPUT),
      }
    },
    lineEnds: (from, to) => assembly.lineEnds(INPUT + from, INPUT + to),
  }
}
