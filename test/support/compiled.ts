import { dirname, join } from 'node:path'
import { DATA_CACHE } from '../../src/paths.ts'

/** Where this test run keeps the compiled data. */
export const COMPILED = join(dirname(DATA_CACHE), 'test-data.json')
