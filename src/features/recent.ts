/** A memory for names that forgets the oldest: what need not outlive the process. */
export interface Recent {
  add(name: string): void
  has(name: string): boolean
}

export function createRecent(most: number): Recent {
  const names = new Set<string>()
  return {
    add(name) {
      names.delete(name)
      names.add(name)
      const [oldest] = names
      if (names.size > most && oldest !== undefined) names.delete(oldest)
    },
    has: (name) => names.has(name),
  }
}
