/** Reads a log without holding up everybody else: after each piece the other conversations get their turn. */
import { setImmediate } from 'node:timers/promises'
import type { Digest } from '../../core/scan/digest.ts'
import type { Scan } from '../../core/scan/scan.ts'

/** Bytes read in one turn; with a code in every line that takes about a twentieth of a second. */
const PIECE = 32 * 1024

/**
 * @param bytes of any length; they are only read until the promise resolves.
 * @param enough ends the reading before its time
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

/** The call that each code came from most often, where the log says so. */
export const callsOf = (digest: Digest): ReadonlyMap<string, string> =>
  new Map(digest.codes.flatMap(({ code, calls: [call] }) => (call ? [[code, call.name] as const] : [])))
