/** A map that keeps only what was set last, so that memory stays bounded however long the bot runs. */
export interface Recent<K, V> {
  get(key: K): V | undefined
  has(key: K): boolean
  set(key: K, value: V): void
  delete(key: K): void
  entries(): IterableIterator<[K, V]>
}

export function createRecent<K, V>(most: number): Recent<K, V> {
  const kept = new Map<K, V>()
  return {
    get: (key) => kept.get(key),
    has: (key) => kept.has(key),
    set(key, value) {
      kept.delete(key)
      kept.set(key, value)
      if (kept.size > most) for (const oldest of kept.keys()) return void kept.delete(oldest)
    },
    delete: (key) => void kept.delete(key),
    entries: () => kept.entries(),
  }
}
