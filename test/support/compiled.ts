import { dirname, join } from 'node:path'
import { DATA_CACHE } from '../../src/paths.ts'

/** The data as this test run compiled it. */
export const COMPILED = join(dirname(DATA_CACHE), 'test-data.json')
