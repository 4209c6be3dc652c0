/** Work about the same thing is done one after the other: a change that waits for Discord must not undo a later one. */
export function createInOrder() {
  const tails = new Map<string, Promise<void>>()

  return async function inOrder<T>(about: string, work: () => Promise<T>): Promise<T> {
    const result = (tails.get(about) ?? Promise.resolve()).then(work)
    const tail = result
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        if (tails.get(about) === tail) tails.delete(about)
      })
    tails.set(about, tail)
    return result
  }
}
