/** Before all tests: the data is compiled once, by the code under test, for every file and every process of this run. */
import { rmSync } from 'node:fs'
import { loadData } from '../../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../../src/paths.ts'
import { COMPILED } from './compiled.ts'

export default async function compileOnce(): Promise<void> {
  // What an earlier run left may come from other code.
  rmSync(COMPILED, { force: true })
  await loadData(DATA_FOLDER, COMPILED)
}
