/** Global setup: compiles the data once for all test files and processes of a run. */
import { rmSync } from 'node:fs'
import { loadData } from '../../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../../src/paths.ts'
import { COMPILED } from './compiled.ts'

export default async function compileOnce(): Promise<void> {
  // An earlier run may have compiled it with other code.
  rmSync(COMPILED, { force: true })
  await loadData(DATA_FOLDER, COMPILED)
}
