/** Reads the catalog with a team's overlay on it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { KnowledgeData } from '../knowledge.ts'
import { loadData } from './load-data.ts'
import type { OverlayFile } from './overlay.ts'

const MAX_BYTES = 4 * 1024 * 1024

/** Why a folder cannot be read, and what to do. */
const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `${path} is not there. Name a folder with your YAML files, or leave IMERR_OVERLAY empty.`,
  ENOTDIR: (path) => `${path} is no folder. Name the folder that holds your YAML files.`,
  EACCES: (path) => `no permission to read ${path}. Let the user that runs imerr read it.`,
  EPERM: (path) => `no permission to read ${path}. Let the user that runs imerr read it.`,
}

/** What an editor leaves behind, and the folders in which Kubernetes keeps a mounted ConfigMap a second time. */
const isHidden = (path: string): boolean => path.split(sep).some((name) => name.startsWith('.'))

/** The overlay's files, in an order that does not depend on the disk. @throws DataError */
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
    // The place of this mistake is the variable, not a line of some file.
    throw Object.assign(refuse(folder, why), { message: `IMERR_OVERLAY: ${why}` })
  }
}

/**
 * Loads the catalog and lays an overlay over it, where there is one.
 * @param overlay a folder of YAML: docs/runbook.md says what may stand in it. Empty or absent: none.
 * @throws DataError with every mistake, in the catalog or in the overlay
 */
export async function loadWithOverlay(
  folder: string,
  cacheFile: string | undefined,
  overlay: string | undefined,
): Promise<KnowledgeData> {
  const data = await loadData(folder, cacheFile)
  if (!overlay) return data
  // A lookup without an overlay must not wait for the YAML parser.
  const { applyOverlay } = await import('./overlay.ts')
  return applyOverlay(data, await readFolder(overlay))
}
