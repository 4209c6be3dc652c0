/*
 * The search that every byte of a log runs through, in AssemblyScript (TypeScript syntax, WebAssembly types).
 * `npm run sieve` compiles it to sieve.wasm; sieve.ts loads that and fills the memory.
 *
 * It tests sixteen offsets at once for the beginning of a word (the Teddy algorithm of Hyperscan and ripgrep): for each of a
 * word's first three bytes, two tables, indexed by the byte's low and high half, hold a bit for each of eight groups that
 * has a word with such a byte. An offset where a group's bit is left in all tables is compared byte by byte.
 */

/** Six tables of 16 bytes: low and high half of the first byte, of the second, of the third. */
const TABLES: usize = 0
/** Hash table of 256 slots of 16 bytes: prefix (3, or 2 and a zero), kind, rest (8), length of rest, reach, length of prefix. */
const WORDS: usize = 128
const SLOT: usize = 16
/** Where the next hit (four 32-bit numbers) and the next sign are written. */
let hits: usize = 0
let signs: usize = 0
let signCount: i32 = 0

const NUMBER: u8 = 1
const CONSTANT: u8 = 2

const NEWLINE: u8 = 0x0a
const MINUS: u8 = 0x2d

function isDigit(byte: u8): bool {
  return byte - 0x30 < 10
}

function isUpper(byte: u8): bool {
  return byte - 0x41 < 26
}

function write(at: usize, a: usize, b: usize, c: usize, d: u32): void {
  store<u32>(at, <u32>a)
  store<u32>(at, <u32>b, 4)
  store<u32>(at, <u32>c, 8)
  store<u32>(at, d, 12)
}

/** Writes a hit for at most `reach` bytes without a digit or line end, then 3 to 6 digits. */
function numberAfter(word: usize, from: usize, reach: usize, end: usize): void {
  let at = from
  const last = from + reach
  while (at < end && !isDigit(load<u8>(at))) {
    if (at === last || load<u8>(at) === NEWLINE) return
    at++
  }
  let after = at
  while (after < end && isDigit(load<u8>(after))) after++
  if (after - at < 3 || after - at > 6) return
  const signed = load<u8>(at - 1) === MINUS
  write(hits, word, signed ? at - 1 : at, after, 1)
  hits += 16
}

/** Writes a hit for a capital, then 3 to 60 capitals, digits and underscores. */
function constantAfter(word: usize, from: usize, end: usize): void {
  if (from >= end || !isUpper(load<u8>(from))) return
  let after = from + 1
  const last = min(end, from + 61)
  while (after < last && (isUpper(load<u8>(after)) || isDigit(load<u8>(after)) || load<u8>(after) === 0x5f)) after++
  if (after - from < 4) return
  write(hits, word, word, after, 0)
  hits += 16
}

/** Compares the words with this prefix. */
function lookFor(begin: u32, bytes: usize, at: usize, end: usize): void {
  for (let slot = (begin * 0x9e3779b1) >>> 24; ; slot = (slot + 1) & 255) {
    const word = WORDS + <usize>slot * SLOT
    const key = load<u32>(word)
    if (key === 0) return
    if ((key & 0xffffff) !== begin || <usize>load<u8>(word, 14) !== bytes) continue
    const rest = <usize>load<u8>(word, 12)
    const from = at + bytes + rest
    if (from > end) continue
    const mask = rest === 0 ? <u64>0 : ~(<u64>0) >> (64 - 8 * <u64>rest)
    if ((load<u64>(at + bytes) & mask) !== load<u64>(word, 4)) continue
    const kind = <u8>(key >>> 24)
    if (kind === NUMBER) numberAfter(at, from, <usize>load<u8>(word, 13), end)
    else if (kind === CONSTANT) constantAfter(at, from, end)
    else {
      store<u32>(signs, <u32>at)
      signs += 4
      signCount++
    }
  }
}

function look(at: usize, end: usize): void {
  const bytes = load<u32>(at)
  lookFor(bytes & 0xffffff, 3, at, end)
  lookFor(bytes & 0xffff, 2, at, end)
}

/**
 * Finds all hits and signs whose word begins in a range of memory.
 * @param to end of the range; what follows a word may extend to `end`
 * @param hitsAt where hits are written: start of the word, start and end of the number or constant, 1 for a number
 * @param signsAt where the offsets of signs are written
 * @returns the number of hits
 */
export function sieve(from: usize, to: usize, end: usize, hitsAt: usize, signsAt: usize): i32 {
  hits = hitsAt
  signs = signsAt
  signCount = 0
  const low1 = v128.load(TABLES)
  const high1 = v128.load(TABLES, 16)
  const low2 = v128.load(TABLES, 32)
  const high2 = v128.load(TABLES, 48)
  const low3 = v128.load(TABLES, 64)
  const high3 = v128.load(TABLES, 80)
  const half = i8x16.splat(0x0f)
  const none = i8x16.splat(0)
  for (let at = from; at < to; at += 16) {
    const first = v128.load(at)
    const second = v128.load(at, 1)
    const third = v128.load(at, 2)
    let groups = v128.and(i8x16.swizzle(low1, v128.and(first, half)), i8x16.swizzle(high1, i8x16.shr_u(first, 4)))
    groups = v128.and(
      groups,
      v128.and(i8x16.swizzle(low2, v128.and(second, half)), i8x16.swizzle(high2, i8x16.shr_u(second, 4))),
    )
    groups = v128.and(
      groups,
      v128.and(i8x16.swizzle(low3, v128.and(third, half)), i8x16.swizzle(high3, i8x16.shr_u(third, 4))),
    )
    if (!v128.any_true(groups)) continue
    for (let left = i8x16.bitmask(i8x16.ne(groups, none)); left !== 0; left &= left - 1) {
      const place = at + ctz(left)
      if (place >= to) break
      look(place, end)
    }
  }
  return <i32>((hits - hitsAt) >> 4)
}

/** The number of signs that the last call of `sieve` found. */
export function signsFound(): i32 {
  return signCount
}

/** Counts line ends. */
export function lineEnds(from: usize, to: usize): i32 {
  const newline = i8x16.splat(NEWLINE)
  let count = 0
  let at = from
  for (; at + 16 <= to; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), newline)))
  for (; at < to; at++) if (load<u8>(at) === NEWLINE) count++
  return count
}
