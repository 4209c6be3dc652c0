import { createKnowledge } from '../../src/core/knowledge.ts'
import { loadData } from '../../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../../src/paths.ts'
import { COMPILED } from './compiled.ts'

/** The project's real data. */
export const data = await loadData(DATA_FOLDER, COMPILED)
export const knowledge = createKnowledge(data)
