import { createKnowledge } from '../../src/core/knowledge.ts'
import { loadData } from '../../src/core/load-data.ts'
import { DATA_FOLDER } from '../../src/paths.ts'

/** The project's real data, compiled afresh. */
export const data = await loadData(DATA_FOLDER)
export const knowledge = createKnowledge(data)
