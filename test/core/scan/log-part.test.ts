/** Threads read the parts of a log in any order; the digest must be that of a single reader. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK, bytesOf, CONTEXT, createBlocks } from '../../../src/core/scan/bytes/blocks.ts'
import { createDigestBuilder } from '../../../src/core/scan/digest-builder.ts'
import { createScan, PART_BYTES, readPart } from '../../../src/core/scan/scan.ts'
import { knowledge } from '../../support/knowledge.ts'
import { logOf } from './made-logs.ts'

function digestOf(log: Buffer) {
  const scan = createScan(knowledge)
  scan.push(log)
  return scan.end()
}

function digestOfParts(log: Buffer) {
  const count = Math.ceil(log.length / PART_BYTES)
  const parts = Array.from({ length: count }, (_, i) =>
    readPart(knowledge, count - 1 - i, (from, to) => [log.subarray(from, to)]),
  ).reverse()
  const builder = createDigestBuilder(knowledge.catalog, knowledge.redactor, knowledge.twins)
  for (const part of parts) builder.add(part)
  return builder.digest(log.length)
}

const FORMS = [
  'native-4.0',
  'native-6.x',
  'native-unknown-code',
  'chinese-app',
  'json-pretty',
  'rest-access',
  'secrets',
]
const quiet = logOf('native-no-codes')
const mixed = Buffer.concat(FORMS.map(logOf))
/** Mostly quiet, as logs are, with codes on both sides of each border between parts. */
const log = Buffer.alloc(2 * PART_BYTES + 300_000, Buffer.concat([...Array(2_000).fill(quiet), mixed]))
for (const border of [PART_BYTES, 2 * PART_BYTES]) {
  log.fill(mixed, border - 3 * mixed.length, border + 3 * mixed.length)
}

describe('a log read in parts', () => {
  it('gives the digest of a single reader', () => {
    const digest = digestOf(log)
    expect(digest.codes.length).toBeGreaterThan(5)
    expect(digestOfParts(log)).toEqual(digest)
  })
  it.each([-1, 0, 1, CONTEXT - 1, CONTEXT, CONTEXT + 1])('may end %i bytes after the end of a part', (more) => {
    const cut = log.subarray(0, PART_BYTES + more)
    expect(digestOfParts(cut)).toEqual(digestOf(cut))
  })
})

describe('blocks', () => {
  const collect = (bytes: Buffer, first: number, beyond: number) => {
    const blocks: { index: number; text: string; from: number; to: number }[] = []
    const cutter = createBlocks(({ index, text, from, to }) => blocks.push({ index, text, from, to }), {
      first,
      beyond,
    })
    const { from, to } = bytesOf(first, beyond)
    cutter.push(bytes.subarray(from, to))
    cutter.end()
    return blocks
  }
  const line = fc.tuple(fc.constantFrom('a', ' ', 'é', '-'), fc.oneof(fc.nat(300), fc.nat(3 * BLOCK)))
  const bytes = fc
    .array(line, { minLength: 1, maxLength: 40 })
    .map((lines) => Buffer.from(lines.map(([letter, length]) => letter.repeat(length)).join('\n')))

  it('do not depend on where reading begins and ends, and contain every byte once', () => {
    fc.assert(
      fc.property(bytes, fc.nat(5), fc.nat(5), (log, first, more) => {
        const all = collect(log, 0, Number.MAX_SAFE_INTEGER)
        expect(all.map(({ text, from, to }) => text.slice(from, to)).join('') === log.toString('latin1')).toBe(true)
        const beyond = first + 1 + more
        const wanted = all.filter(({ index }) => index >= first && index < beyond)
        expect(collect(log, first, beyond)).toEqual(wanted)
      }),
      { numRuns: 40 },
    )
  })
})
