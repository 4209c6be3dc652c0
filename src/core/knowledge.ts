/** Everything under `data/`: as validated data, and as the objects that answer questions from it. */
import { type Catalog, createCatalog } from './catalog/catalog.ts'
import type { ClientApi, Entry, Link, RestApi, Twins } from './catalog/entry.ts'
import { createDetect, type Detect } from './detect/detect.ts'
import type { DetectionRules } from './detect/rules.ts'
import { createRedactor, type Redactor } from './redact/redact.ts'
import type { RedactionRules } from './redact/rules.ts'
import { createResolve, type Resolve } from './resolve/resolve.ts'
import { createSearch } from './search/search.ts'

/** The content of all data files, validated. */
export interface KnowledgeData {
  readonly entries: readonly Entry[]
  readonly links: Readonly<Record<string, Link>>
  readonly restApis: readonly RestApi[]
  readonly clientApis: readonly ClientApi[]
  /** What makes a number an error code, and which products use the same numbers. */
  readonly detection: DetectionRules
  /** What is removed from everything that is quoted. */
  readonly redaction: RedactionRules
  readonly twins: readonly Twins[]
  /** By code: what people type who meet it and do not know its number. */
  readonly phrases: Readonly<Record<string, readonly string[]>>
  /** Groups of words that mean the same to the people who search. */
  readonly synonyms: readonly (readonly string[])[]
}

/** Built lazily: a part that is not used costs nothing. */
export interface Knowledge {
  readonly catalog: Catalog
  readonly resolve: Resolve
  /** Names of the APIs that document a code, REST commands first. */
  apisOf(code: string): readonly string[]
  /** Finds error codes in pasted text; ignores numbers that nothing in the text marks as a code. */
  readonly detect: Detect
  readonly redactor: Redactor
  readonly twins: readonly Twins[]
  /** Builds the search index now, for most of a second, instead of while the first person who asks waits. */
  warmUp(): void
}

/** Calls `make` once, on first use. */
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
    warmUp: () => void search(),
  }
}
