/**
 * Finds words that precede a code or a secret, several times faster than regular expressions. Loads sieve.wasm, which
 * `npm run sieve` compiles from sieve.assembly.ts.
 */
import { readFileSync } from 'node:fs'

/** A word to find, and what must follow it to make a hit. */
export type Word =
  /** At most `reach` bytes without a digit or line end, then 3 to 6 digits. */
  | { readonly kind: 'number'; readonly text: string; readonly reach: number }
  /** A capital, then 3 to 60 capitals, digits and underscores. */
  | { readonly kind: 'constant'; readonly text: string }
  /** Nothing. */
  | { readonly kind: 'sign'; readonly text: string }

export interface Hit {
  /** Start of the word. */
  readonly at: number
  /** Start of the number, sign included, or of the constant. */
  readonly start: number
  /** End of the number or constant, exclusive. */
  readonly end: number
  readonly isNumber: boolean
}

export interface Sieved {
  /** In order of their words. */
  readonly hits: readonly Hit[]
  /** Offsets of the signs, ascending. */
  readonly signs: readonly number[]
}

export interface Sieve {
  /**
   * @param bytes at most `maxBytes`
   * @param to words must begin before it; what follows a word may extend beyond it
   */
  read(bytes: Uint8Array, from: number, to: number): Sieved
  /** Counts the line ends between two offsets of the bytes read last. */
  lineEnds(from: number, to: number): number
}

/** The memory layout; must match sieve.assembly.ts. */
const TABLES = 0
const WORDS = 128
const SLOTS = 256
const SLOT_BYTES = 16
const GROUPS = 8
const KINDS = { number: 1, constant: 2, sign: 3 } as const
/** Bytes of each word (or two, if it has no more) that the SIMD search looks for; up to MAX_REST more are compared. */
const PREFIX = 3
const MAX_REST = 8

const HIT_BYTES = 16
const SIGN_BYTES = 4
const INPUT = WORDS + SLOTS * SLOT_BYTES
/** SIMD loads read up to this many bytes past the input. */
const PADDING = 32
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

const prefixOf = (text: string) => Buffer.from(text, 'latin1').subarray(0, PREFIX)

/** Any combination of the prefix bytes of a group's words is a candidate, mostly a false one: the fewer, the faster. */
function combinations(prefixes: readonly Uint8Array[]): number {
  return [0, 1, 2].reduce((product, i) => {
    const bytes = new Set(prefixes.map((prefix) => prefix[i]))
    return product * (bytes.has(undefined) ? 256 : bytes.size)
  }, 1)
}

/** Puts each prefix into the group where it adds the fewest combinations. */
function grouped(prefixes: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const groups: Uint8Array[][] = Array.from({ length: GROUPS }, () => [])
  for (const prefix of prefixes) {
    const added = groups.map((group) => combinations([...group, prefix]) - (group.length > 0 ? combinations(group) : 0))
    groups[added.indexOf(Math.min(...added))]?.push(prefix)
  }
  return groups
}

/** Indexes of a byte's low and high half in the two tables of its position; all indexes if the word has no such byte. */
const halvesOf = (byte: number | undefined): readonly number[] =>
  byte === undefined ? Array.from({ length: 32 }, (_, i) => i) : [byte & 15, 16 + (byte >> 4)]

function writeTables(memory: DataView, prefixes: readonly Uint8Array[]): void {
  grouped(prefixes).forEach((group, number) => {
    for (const prefix of group)
      for (let i = 0; i < PREFIX; i++)
        for (const half of halvesOf(prefix[i])) {
          const at = TABLES + 32 * i + half
          memory.setUint8(at, memory.getUint8(at) | (1 << number))
        }
  })
}

function writeWords(memory: DataView, words: readonly Word[]): void {
  for (const word of words) {
    const prefix = prefixOf(word.text)
    const rest = Buffer.from(word.text, 'latin1').subarray(PREFIX)
    if (prefix.length < 2 || rest.length > MAX_REST) throw new RangeError(`the sieve cannot find the word ${word.text}`)
    const key = prefix.readUIntLE(0, prefix.length)
    let slot = Math.imul(key, 0x9e3779b1) >>> 24
    while (memory.getUint32(WORDS + slot * SLOT_BYTES, true) !== 0) slot = (slot + 1) % SLOTS
    const at = WORDS + slot * SLOT_BYTES
    memory.setUint32(at, key | (KINDS[word.kind] << 24), true)
    rest.forEach((byte, i) => {
      memory.setUint8(at + 4 + i, byte)
    })
    memory.setUint8(at + 12, rest.length)
    memory.setUint8(at + 13, word.kind === 'number' ? word.reach : 0)
    memory.setUint8(at + 14, prefix.length)
  }
}

/**
 * @param maxBytes that one call of `read` takes
 * @throws RangeError for a word that is too short or too long
 */
export function createSieve(words: readonly Word[], maxBytes: number): Sieve {
  // At most one hit and one sign per offset, so this much memory is enough.
  const hitsAt = Math.ceil((INPUT + maxBytes + PADDING) / HIT_BYTES) * HIT_BYTES
  const signsAt = hitsAt + maxBytes * HIT_BYTES
  const memory = new WebAssembly.Memory({ initial: Math.ceil((signsAt + maxBytes * SIGN_BYTES) / PAGE) })
  const tables = new DataView(memory.buffer)
  writeTables(
    tables,
    words.map(({ text }) => prefixOf(text)),
  )
  writeWords(tables, words)
  const assembly = new WebAssembly.Instance(compile(), { env: { memory } }).exports as Assembly
  const input = new Uint8Array(memory.buffer, INPUT, maxBytes)
  const hitsFound = new Uint32Array(memory.buffer, hitsAt, maxBytes * 4)
  const signsFound = new Uint32Array(memory.buffer, signsAt, maxBytes)
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
