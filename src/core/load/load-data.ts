/** Loads the data folder. Compiling YAML takes longer than answering, so the result is cached in a file. */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { KnowledgeData } from '../knowledge.ts'

/** Increase it whenever the shape of an entry changes, so that older caches are ignored. */
const CACHE_VERSION = 4

/** A file's path, and its size and modification time to detect edits. */
interface StampedFile {
  readonly path: string
  readonly size: number
  readonly changed: number
}

function listFiles(folder: string): StampedFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && item.name.endsWith('.yaml'))
    .map((item) => {
      const path = join(item.parentPath, item.name)
      const { mtimeMs, size } = statSync(path)
      return { path, size, changed: mtimeMs }
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Only searches and pastes need these. They are a third line of the cache, parsed on first use: a lookup starts faster. */
const LAZY_KEYS = ['phrases', 'synonyms', 'detection', 'redaction'] as const satisfies readonly (keyof KnowledgeData)[]

function readCache(file: string, stamp: string): KnowledgeData | undefined {
  try {
    const [line, eager = '', lazy = ''] = readFileSync(file, 'utf8').split('\n')
    if (line !== stamp) return undefined
    let parsed: KnowledgeData | undefined
    const parseOnce = () => {
      parsed ??= JSON.parse(lazy) as KnowledgeData
      return parsed
    }
    const data = JSON.parse(eager) as KnowledgeData
    for (const key of LAZY_KEYS) Object.defineProperty(data, key, { enumerable: true, get: () => parseOnce()[key] })
    return data
  } catch {
    return undefined // no cache yet, or a truncated one: compile
  }
}

function writeCache(file: string, stamp: string, data: KnowledgeData): void {
  const { phrases, synonyms, detection, redaction, ...eager } = data
  try {
    mkdirSync(dirname(file), { recursive: true })
    const draft = `${file}.${process.pid}`
    const lazy = { phrases, synonyms, detection, redaction }
    writeFileSync(draft, `${stamp}\n${JSON.stringify(eager)}\n${JSON.stringify(lazy)}`)
    renameSync(draft, file)
  } catch {
    // A read-only installation only starts slower.
  }
}

/**
 * Loads and validates the catalog and the tables next to it.
 * @param folder the data folder: `catalog/<part>/<section>.yaml` and the tables.
 * @param cacheFile keeps the compiled result; without it, every call compiles.
 * @throws DataError with every mistake.
 */
export async function loadData(folder: string, cacheFile?: string): Promise<KnowledgeData> {
  const files = listFiles(folder)
  const stamp = JSON.stringify([CACHE_VERSION, ...files])
  const cached = cacheFile === undefined ? undefined : readCache(cacheFile, stamp)
  if (cached) return cached

  const { compileData } = await import('./compile-data.ts')
  const catalog = files.map(({ path }) => path).filter((path) => path.startsWith(join(folder, 'catalog') + sep))
  const data = compileData(folder, catalog)
  if (cacheFile !== undefined) writeCache(cacheFile, stamp, data)
  return data
}
