/** The second thread of a scan. It says which parts of the log it read, and what they hold. */
import { parentPort, workerData } from 'node:worker_threads'
import { createCatalog } from '../../core/catalog/catalog.ts'
import { createDetect, type Detect } from '../../core/detect/detect.ts'
import type { KnowledgeData } from '../../core/knowledge.ts'
import { createRedactor } from '../../core/redact/redact.ts'
import type { PartDeps } from '../../core/scan/log-part.ts'
import { readParts, type SharedLog } from './shared-log.ts'

/** What the thread gets: the catalog as the first thread has it, with a team's overlay. */
export interface SecondThreadTask {
  readonly log: SharedLog
  readonly data: Pick<KnowledgeData, 'entries' | 'links' | 'detection' | 'phrases' | 'redaction'>
}

const { log, data } = workerData as SecondThreadTask
const catalog = createCatalog(data)
// Made only when asked: most lines of a native log need no detection, and making it takes longer than a share of the log.
let detect: Detect | undefined
const deps: PartDeps = {
  catalog,
  detect(text) {
    detect ??= createDetect(catalog, data.detection, data.phrases)
    return detect(text)
  },
  redactor: createRedactor(data.redaction),
}
parentPort?.postMessage(readParts(deps, log))
