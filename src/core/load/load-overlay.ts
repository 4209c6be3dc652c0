/** Loads the data folder and applies a team's overlay. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { KnowledgeData } from '../knowledge.ts'
import { loadData } from './load-data.ts'
import type { OverlayFile } from './overlay.ts'

const MAX_BYTES = 4 * 1024 * 1024

/** By error code of the file system: why a folder cannot be read, and what to do. */
const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `${path} is not there. Name a folder with your YAML files, or leave IMERR_OVERLAY empty.`,
  ENOTDIR: (path) => `${path} is no folder. Name the folder that holds your YAML files.`,
  EACCES: (path) => `no permission to read ${path}. Let the user that runs imerr read it.`,
  EPERM: (path) => `no permission to read ${path}. Let the user that runs imerr read it.`,
}

/** Editor leftovers, and the folders in which Kubernetes keeps a second copy of a mounted ConfigMap. */
const isHidden = (path: string): boolean => path.split(sep).some((name) => name.startsWith('.'))

/** The overlay's files in a stable order. @throws DataError */
async function readFolder(folder: string): Promise<OverlayFile[]> {
  const { DataError } = await import('./yaml-file.ts')
  const refuse = (file: string, message: string) => new DataError([{ file, line: 1, message }])
  try {
    const files = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((item) => !item.isDirectory())
      .map((item) => join(item.parentPath, item.name))
      .filter((file) => !isHidden(relative(folder, file)))
      .sort()
    const misnamed = files.find((file) => file.endsWith('.yml'))
    if (misnamed) throw refuse(misnamed, 'only files that end in .yaml are read; rename it')
    return files
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => {
        const { size } = statSync(file)
        if (size > MAX_BYTES) throw refuse(file, `has ${size} bytes, and no overlay needs more than ${MAX_BYTES}`)
        return { file, source: readFileSync(file, 'utf8') }
      })
  } catch (error) {
    if (error instanceof DataError) throw error
    const { code = '', path = folder, message } = error as NodeJS.ErrnoException
    const why = REASONS[code]?.(path) ?? `${path} cannot be read (${message}). Name a folder that imerr can read.`
    // This mistake is in the variable, not in a line of some file.
    throw Object.assign(refuse(folder, why), { message: `IMERR_OVERLAY: ${why}` })
  }
}

/**
 * Loads the data folder and applies the overlay, if there is one.
 * @param overlay a folder of YAML, described in docs/runbook.md. Empty or undefined: no overlay.
 * @throws DataError with every mistake, in the catalog or in the overlay
 */
export async function loadWithOverlay(
  folder: string,
  cacheFile: string | undefined,
  overlay: string | undefined,
): Promise<KnowledgeData> {
  const data = await loadData(folder, cacheFile)
  if (!overlay) return data
  // Loaded only when used: a lookup without an overlay must not wait for the YAML parser.
  const { applyOverlay } = await import('./overlay.ts')
  return applyOverlay(data, await readFolder(overlay))
}
