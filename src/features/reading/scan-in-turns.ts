/** Scans a log in pieces, and lets other events run in between. */
import { setImmediate } from 'node:timers/promises'
import type { Digest } from '../../core/scan/digest.ts'
import type { Scan } from '../../core/scan/scan.ts'

/** Bytes per piece; with a code in every line a piece takes about 50 ms. */
const PIECE = 32 * 1024

/**
 * @param bytes must not change until the promise resolves
 * @param enough true to stop early
 */
export async function scanInTurns(
  scan: Pick<Scan, 'push'>,
  bytes: Uint8Array,
  enough: () => boolean = () => false,
): Promise<void> {
  for (let at = 0; at < bytes.length && !enough(); at += PIECE) {
    scan.push(bytes.subarray(at, at + PIECE))
    await setImmediate()
  }
}

/** The most frequent call of each code, where the log tells. */
export const callsOf = (digest: Digest): ReadonlyMap<string, string> =>
  new Map(digest.codes.flatMap(({ code, calls: [call] }) => (call ? [[code, call.name] as const] : [])))
