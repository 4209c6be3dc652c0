/** Knowledge that can be replaced while the bot runs: every call is answered from the latest. */
import type { Knowledge } from './knowledge.ts'

export type Reloadable = ReturnType<typeof createReloadable>

export function createReloadable(first: Knowledge) {
  let current = first
  // Callers keep these objects, so each member is looked up anew.
  const latest = <K extends 'catalog' | 'redactor'>(key: K): Knowledge[K] =>
    new Proxy({} as Knowledge[K], { get: (_, member) => Reflect.get(current[key], member) })
  const knowledge: Knowledge = {
    catalog: latest('catalog'),
    redactor: latest('redactor'),
    resolve: (query) => current.resolve(query),
    apisOf: (code) => current.apisOf(code),
    detect: (text) => current.detect(text),
    get twins() {
      return current.twins
    },
    warmUp: () => current.warmUp(),
  }
  return {
    knowledge,
    /** Answers come from `next` from the next call on. */
    replace(next: Knowledge): void {
      current = next
    },
  }
}
