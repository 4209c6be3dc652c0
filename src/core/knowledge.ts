/** Everything under `data/`: as validated data, and as the objects that answer questions from it. */
import { type Catalog, createCatalog } from './catalog/catalog.ts'
import type { ClientApi, Entry, Link, RestApi, Twins } from './catalog/entry.ts'
import { createDetect, type Detect } from './detect/detect.ts'
import type { DetectionRules } from './detect/rules.ts'
import { createRedactor, type Redactor } from './redact/redact.ts'
import type { RedactionRules } from './redact/rules.ts'
import { createResolve, type Resolve } from './resolve/resolve.ts'
import { createSearch } from './search/search.ts'

/** Everything that the data files hold, validated. */
export interface KnowledgeData {
  readonly entries: readonly Entry[]
  readonly links: Readonly<Record<string, Link>>
  readonly restApis: readonly RestApi[]
  readonly clientApis: readonly ClientApi[]
  /** What makes a number an error code, and whose numbers look the same. */
  readonly detection: DetectionRules
  /** What is taken out of everything that is quoted. */
  readonly redaction: RedactionRules
  /** Codes that are one cause seen from different places. */
  readonly twins: readonly Twins[]
  /** By code: what people type who meet it and do not know its number. */
  readonly phrases: Readonly<Record<string, readonly string[]>>
  /** Groups of words that mean the same to the people who ask. */
  readonly synonyms: readonly (readonly string[])[]
}

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
  const search = lazily(() => createSearch(data.entries, { ...data, apisOf }))
  const detect = lazily(() => createDetect(catalog, data.detection, data.phrases))
  const redactor = lazily(() => createRedactor(data.redaction))
  return {
    catalog,
    twins: data.twins,
    resolve: createResolve(catalog, (query, limit) => search()(query, limit)),
    apisOf,
    detect: (text) => detect()(text),
    get redactor() {
      return redactor()
    },
  }
}
