/** Reads the data folder. Compiling YAML takes longer than answering, so the result is kept in a cache file. */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { KnowledgeData } from '../knowledge.ts'

/** Raise it whenever the shape of an entry changes, so that an older cache is not read. */
const CACHE_VERSION = 4

const TABLES = {
  links: 'links.yaml',
  apis: 'apis.yaml',
  synonyms: 'synonyms.yaml',
  detection: 'detection.yaml',
  redaction: 'redaction.yaml',
  twins: 'twins.yaml',
  phrases: 'phrases.yaml',
} as const

/** A file's path with what changes when somebody edits it. */
interface StampedFile {
  readonly path: string
  readonly size: number
  readonly changed: number
}

function stampFile(folder: string, name: string): StampedFile {
  const path = join(folder, name)
  const { mtimeMs, size } = statSync(path)
  return { path, size, changed: mtimeMs }
}

function listFiles(folder: string): StampedFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && item.name.endsWith('.yaml'))
    .map((item) => stampFile(item.parentPath, item.name))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What every answer needs stands first; the rest is parsed when somebody searches or pastes. */
type Rest = Pick<KnowledgeData, 'phrases' | 'synonyms' | 'detection' | 'redaction'>

function readCache(file: string, stamp: string): KnowledgeData | undefined {
  try {
    const [line, first = '', second = ''] = readFileSync(file, 'utf8').split('\n')
    if (line !== stamp) return undefined
    let parsed: Rest | undefined
    const rest = () => {
      parsed ??= JSON.parse(second) as Rest
      return parsed
    }
    return {
      ...(JSON.parse(first) as Omit<KnowledgeData, keyof Rest>),
      get phrases() {
        return rest().phrases
      },
      get synonyms() {
        return rest().synonyms
      },
      get detection() {
        return rest().detection
      },
      get redaction() {
        return rest().redaction
      },
    }
  } catch {
    return undefined // no cache yet, or one cut short: compile
  }
}

function writeCache(file: string, stamp: string, data: KnowledgeData): void {
  const { phrases, synonyms, detection, redaction, ...first } = data
  const rest: Rest = { phrases, synonyms, detection, redaction }
  try {
    mkdirSync(dirname(file), { recursive: true })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, `${stamp}\n${JSON.stringify(first)}\n${JSON.stringify(rest)}`)
    renameSync(draft, file)
  } catch {
    // A read-only installation only starts slower.
  }
}

/**
 * Loads and validates the catalog and the tables beside it.
 * @param folder the data folder: `catalog/<part>/<section>.yaml`, and the tables beside it.
 * @param cacheFile where to keep the compiled result; left out, it is compiled every time.
 * @throws DataError with every mistake, when one of the files is wrong.
 */
export async function loadData(folder: string, cacheFile?: string): Promise<KnowledgeData> {
  const catalog = listFiles(join(folder, 'catalog'))
  const tables = Object.values(TABLES).map((name) => stampFile(folder, name))
  const stamp = JSON.stringify([CACHE_VERSION, ...catalog, ...tables])
  const cached = cacheFile === undefined ? undefined : readCache(cacheFile, stamp)
  if (cached) return cached

  const { compileData } = await import('./compile-data.ts')
  const data = compileData({
    catalog: catalog.map((file) => file.path),
    links: join(folder, TABLES.links),
    apis: join(folder, TABLES.apis),
    synonyms: join(folder, TABLES.synonyms),
    detection: join(folder, TABLES.detection),
    redaction: join(folder, TABLES.redaction),
    twins: join(folder, TABLES.twins),
    phrases: join(folder, TABLES.phrases),
  })
  if (cacheFile !== undefined) writeCache(cacheFile, stamp, data)
  return data
}
