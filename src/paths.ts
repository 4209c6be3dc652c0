/** Where the project keeps its files, wherever it is started from. */
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export const DATA_FOLDER = join(root, 'data')
/** Compiled data; a cache that may be deleted at any time. */
export const DATA_CACHE = join(root, 'node_modules', '.cache', 'imerr', 'data.json')
export const PACKAGE_FILE = join(root, 'package.json')
