/** Everything under `data/`, loaded and ready to be asked. */
import { type Catalog, createCatalog } from './catalog/catalog.ts'
import type { KnowledgeData, Twins } from './catalog/entry.ts'
import { createDetect, type Detect } from './detect/detect.ts'
import { createRedactor, type Redactor } from './redact/redact.ts'
import { createResolve, type Resolve } from './resolve/resolve.ts'
import { createSearch, type SearchIndex } from './search/search.ts'

export interface Knowledge {
  readonly catalog: Catalog
  readonly resolve: Resolve
  /** Names of the APIs that document a code, REST commands first. */
  apisOf(code: string): readonly string[]
  /** Finds error codes in what people paste; silent where the text does not say that a number is one. */
  readonly detect: Detect
  readonly redactor: Redactor
  readonly twins: readonly Twins[]
}

/** Calls `make` once, at the first use. */
function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

export function createKnowledge(data: KnowledgeData): Knowledge {
  const catalog = createCatalog(data)
  const apis = lazily(() => {
    const byCode = new Map<string, string[]>()
    const add = (codes: readonly string[], name: string) => {
      for (const code of codes) byCode.set(code, [...(byCode.get(code) ?? []), name])
    }
    for (const { codes, path } of data.restApis) add(codes, path)
    for (const { codes, api } of data.clientApis) add(codes, api)
    return byCode
  })
  const apisOf = (code: string) => apis().get(code) ?? []
  const search = lazily<SearchIndex>(() => createSearch(data.entries, { ...data, apisOf }))
  const detect = lazily(() => createDetect(catalog, data.detection, data.phrases))
  const redactor = lazily(() => createRedactor(data.redaction))
  return {
    catalog,
    twins: data.twins,
    resolve: createResolve(catalog, search),
    apisOf,
    detect: (text) => detect()(text),
    get redactor() {
      return redactor()
    },
  }
}
