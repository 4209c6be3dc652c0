/** Compiles the data files into validated knowledge. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { detectionSchema } from '../detect/rules.ts'
import type { KnowledgeData } from '../knowledge.ts'
import { redactionSchema } from '../redact/rules.ts'
import { crossCheck, type LocatedEntry, parseCatalogFile } from './catalog-schema.ts'
import { apisSchema, linksSchema, phrasesSchema, synonymsSchema, twinsSchema } from './tables-schema.ts'
import { DataError, type DataProblem, parseYamlFile } from './yaml-file.ts'

/** Codes of a table that are not in the catalog. */
const unknownCodes = (file: string, codes: readonly string[], located: readonly LocatedEntry[]): DataProblem[] => {
  const known = new Set(located.map(({ entry }) => entry.code))
  return codes
    .filter((code) => !known.has(code))
    .map((code) => ({ file, line: 1, message: `${code} is not in the catalog; remove it or add the entry` }))
}

/**
 * Reads and checks all files together.
 * @param catalog paths of the catalog files; paths in messages are as given
 * @throws DataError with every mistake.
 */
export function compileData(folder: string, catalog: readonly string[]): KnowledgeData {
  const read = (file: string) => readFileSync(file, 'utf8')
  const table = <T extends z.ZodType>(name: string, schema: T) => {
    const file = join(folder, name)
    return parseYamlFile(file, read(file), schema)
  }
  const links = table('links.yaml', linksSchema)
  const apis = table('apis.yaml', apisSchema)
  const synonyms = table('synonyms.yaml', synonymsSchema)
  const sections = catalog.map((file) => parseCatalogFile(file, read(file)))
  const located = sections.flatMap((section) => section.entries)
  const problems = sections.flatMap((section) => section.problems)
  // Cross-checks of a half-read catalog would only repeat the mistakes already found.
  if (problems.length === 0) problems.push(...crossCheck(located, links))
  const phrases = table('phrases.yaml', phrasesSchema)
  if (problems.length === 0) problems.push(...unknownCodes(join(folder, 'phrases.yaml'), Object.keys(phrases), located))
  if (problems.length > 0) throw new DataError(problems)
  return {
    entries: located.map((item) => item.entry),
    links,
    restApis: apis.rest.map(({ page, ...api }) => ({ ...api, ...(page === undefined ? {} : { page }) })),
    clientApis: apis.client,
    synonyms,
    phrases,
    twins: table('twins.yaml', twinsSchema),
    detection: table('detection.yaml', detectionSchema),
    redaction: table('redaction.yaml', redactionSchema),
  }
}
