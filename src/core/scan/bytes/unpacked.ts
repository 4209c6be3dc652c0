/** Prepares the bytes of a source for the scan: unpacks gzip, converts UTF-16 to UTF-8. */
import { createGunzip } from 'node:zlib'

/** Size of the output pieces. */
const PIECE = 256 * 1024
/** Limit of gzip within gzip: a file can contain itself (a quine), without end. */
const MAX_LAYERS = 3
const ENCODINGS: readonly (readonly [first: number, second: number, name: string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
]

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** The gzip data is truncated or damaged; everything before the fault was yielded. */
export class PackedError extends Error {
  override readonly name = 'PackedError'
}

/** Merges the first pieces of a source until they hold two bytes, so that its type can be seen. */
async function* withBeginning(source: ByteSource): AsyncGenerator<Uint8Array> {
  let held: Buffer | undefined = Buffer.alloc(0)
  for await (const piece of source) {
    if (!held) {
      yield piece
      continue
    }
    held = Buffer.concat([held, piece])
    if (held.length < 2) continue
    yield held
    held = undefined
  }
  if (held && held.length > 0) yield held
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'Z_BUF_ERROR') return new PackedError('the gzip data end too early', { cause: error })
  if (typeof code === 'string' && code.startsWith('Z_'))
    return new PackedError('the gzip data are damaged', { cause: error })
  return error
}

async function* gunzipped(source: ByteSource): AsyncGenerator<Uint8Array> {
  /** Copies each piece: zlib still reads it while the next is read, perhaps into the same memory. */
  async function* kept() {
    for await (const piece of source) yield Buffer.from(piece)
  }
  const { pipeline } = await import('node:stream/promises')
  const gunzip = createGunzip({ chunkSize: PIECE })
  // Errors of the pipeline surface in the loop below, through the stream.
  pipeline(kept, gunzip).catch(() => {})
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
  } catch (error) {
    throw explain(error)
  }
}

async function* recoded(source: ByteSource, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of source) yield Buffer.from(decoder.decode(piece, { stream: true }))
  yield Buffer.from(decoder.decode())
}

/** @returns how to convert a source, by its first bytes; undefined to leave it as it is. */
function wayOf(
  piece: Uint8Array,
  layers = MAX_LAYERS,
): ((source: ByteSource) => AsyncIterable<Uint8Array>) | undefined {
  if (piece[0] === 0x1f && piece[1] === 0x8b && layers > 0) return (source) => unpacked(gunzipped(source), layers - 1)
  const encoding = ENCODINGS.find(([first, second]) => piece[0] === first && piece[1] === second)?.[2]
  return encoding === undefined ? undefined : (source) => recoded(source, encoding)
}

/** True if a source with this beginning needs no conversion. */
export const isUnpacked = (beginning: Uint8Array): boolean => wayOf(beginning) === undefined

/**
 * Yields the bytes of a source, converted where needed. A piece is valid until the next one is requested.
 * @throws PackedError after everything that could be unpacked was yielded; errors of the source unchanged.
 */
export async function* unpacked(source: ByteSource, layers = MAX_LAYERS): AsyncGenerator<Uint8Array> {
  const pieces = withBeginning(source)
  const first = await pieces.next()
  if (first.done) return
  async function* whole() {
    yield first.value as Uint8Array
    yield* pieces
  }
  const way = wayOf(first.value, layers)
  if (way) yield* way(whole())
  else yield* whole()
}
