/** Knowledge that can be exchanged while the bot runs: whoever holds it asks the newest. */
import type { Catalog } from './catalog/catalog.ts'
import type { Knowledge } from './knowledge.ts'

export interface Reloadable {
  readonly knowledge: Knowledge
  /** From the next question on this one answers. */
  replace(next: Knowledge): void
}

export function createReloadable(first: Knowledge): Reloadable {
  let current = first
  // Callers keep `catalog`, `resolve` and `detect` apart from the whole; so each of them looks at `current` anew.
  const catalog: Catalog = {
    get entries() {
      return current.catalog.entries
    },
    get symbolKeys() {
      return current.catalog.symbolKeys
    },
    get: (code) => current.catalog.get(code),
    rangeOf: (code) => current.catalog.rangeOf(code),
    bySymbol: (name) => current.catalog.bySymbol(name),
    signTwin: (entry) => current.catalog.signTwin(entry),
    nearest: (code, count) => current.catalog.nearest(code, count),
    placeOf: (code) => current.catalog.placeOf(code),
    link: (key) => current.catalog.link(key),
    linksOf: (entry) => current.catalog.linksOf(entry),
  }
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
