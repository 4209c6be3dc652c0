/**
 * Takes bytes as quickly as they come, while what came before is still worked on: a platform gives a file so many seconds,
 * which must not pass because our machine is busy.
 */

/**
 * @param silenceMs without a byte until the source is taken for ended
 * @throws what the source throws, after all that came before; an Error when nothing comes any more
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
