/** Knowledge that can be replaced while the bot runs: every question is answered from the newest. */
import type { Catalog } from './catalog/catalog.ts'
import type { Knowledge } from './knowledge.ts'

export interface Reloadable {
  readonly knowledge: Knowledge
  /** From the next question on, answers come from `next`. */
  replace(next: Knowledge): void
}

export function createReloadable(first: Knowledge): Reloadable {
  let current = first
  // Callers keep the catalog for good, so each of its members is looked up anew.
  const catalog = new Proxy({} as Catalog, { get: (_, member) => Reflect.get(current.catalog, member) })
  return {
    knowledge: {
      catalog,
      resolve: (query) => current.resolve(query),
      apisOf: (code) => current.apisOf(code),
      detect: (text) => current.detect(text),
      get redactor() {
        return current.redactor
      },
      get twins() {
        return current.twins
      },
    },
    replace(next) {
      current = next
    },
  }
}
