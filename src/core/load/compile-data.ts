import { readFileSync } from 'node:fs'
import { detectionSchema } from '../detect/rules.ts'
import type { KnowledgeData } from '../knowledge.ts'
import { redactionSchema } from '../redact/rules.ts'
import { crossCheck, type LocatedEntry, parseCatalogFile } from './catalog-schema.ts'
import { apisSchema, linksSchema, phrasesSchema, synonymsSchema, twinsSchema } from './tables-schema.ts'
import { DataError, type DataProblem, parseYamlFile } from './yaml-file.ts'

/** The files that make up the knowledge; each path as it should stand in messages. */
export interface DataFiles {
  readonly catalog: readonly string[]
  readonly links: string
  readonly apis: string
  readonly synonyms: string
  readonly detection: string
  readonly redaction: string
  readonly twins: string
  readonly phrases: string
}

/** Entries of a table beside the catalog whose code the catalog does not have. */
const unknownCodes = (file: string, codes: readonly string[], located: readonly LocatedEntry[]): DataProblem[] => {
  const known = new Set(located.map(({ entry }) => entry.code))
  return codes
    .filter((code) => !known.has(code))
    .map((code) => ({ file, line: 1, message: `${code} is not in the catalog; remove it or add the entry` }))
}

/** Reads and checks all files together. @throws DataError with every mistake found. */
export function compileData(files: DataFiles): KnowledgeData {
  const read = (file: string) => readFileSync(file, 'utf8')
  const links = parseYamlFile(files.links, read(files.links), linksSchema)
  const apis = parseYamlFile(files.apis, read(files.apis), apisSchema)
  const synonyms = parseYamlFile(files.synonyms, read(files.synonyms), synonymsSchema)
  const sections = files.catalog.map((file) => parseCatalogFile(file, read(file)))
  const located = sections.flatMap((section) => section.entries)
  const problems = sections.flatMap((section) => section.problems)
  // Cross-checks on a half-read catalog would only repeat the mistakes already found.
  if (problems.length === 0) problems.push(...crossCheck(located, links))
  const phrases = parseYamlFile(files.phrases, read(files.phrases), phrasesSchema)
  if (problems.length === 0) problems.push(...unknownCodes(files.phrases, Object.keys(phrases), located))
  if (problems.length > 0) throw new DataError(problems)
  return {
    entries: located.map((item) => item.entry),
    links,
    restApis: apis.rest.map(({ page, ...api }) => ({ ...api, ...(page === undefined ? {} : { page }) })),
    clientApis: apis.client,
    synonyms,
    phrases,
    twins: parseYamlFile(files.twins, read(files.twins), twinsSchema),
    detection: parseYamlFile(files.detection, read(files.detection), detectionSchema),
    redaction: parseYamlFile(files.redaction, read(files.redaction), redactionSchema),
  }
}
