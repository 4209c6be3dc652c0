/**
 * Takes bytes as fast as they come while earlier ones are still being processed: a platform's download timeout must not
 * expire because our machine is busy. Buffers without a limit, so the caller bounds the size of the source.
 */

/**
 * @param silenceMs longest time without a byte, in milliseconds
 * @throws what the source throws, after everything that came before; an Error after `silenceMs` without a byte
 */
export async function* readAhead(source: AsyncIterable<Uint8Array>, silenceMs: number): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  let ended = false
  let left = false
  let failure: { readonly error: unknown } | undefined
  let wake = () => {}
  async function take() {
    for await (const piece of source) {
      if (left) return
      pieces.push(piece)
      wake()
    }
  }
  take()
    .catch((error: unknown) => {
      failure = { error }
    })
    .finally(() => {
      ended = true
      wake()
    })
  try {
    for (;;) {
      const piece = pieces.shift()
      if (piece) yield piece
      else if (failure) throw failure.error
      else if (ended) return
      else {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(() => reject(new Error(`no byte of the file came for ${silenceMs} ms`)), silenceMs)
        await promise.finally(() => clearTimeout(timer))
      }
    }
  } finally {
    left = true
  }
}
