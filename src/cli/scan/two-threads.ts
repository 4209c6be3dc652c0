/** Reads a large log with two threads. The digest is the same as one thread's, in whatever order the parts were read. */
import { Worker } from 'node:worker_threads'
import type { Knowledge, KnowledgeData } from '../../core/knowledge.ts'
import type { Digest } from '../../core/scan/digest.ts'
import { createDigestBuilder } from '../../core/scan/digest-builder.ts'
import type { LogPart } from '../../core/scan/log-part.ts'
import type { SecondThreadTask } from './second-thread.ts'
import { createSharedLog, partsOf, readParts, type SharedLog } from './shared-log.ts'

function startSecondThread(log: SharedLog, { entries, links, detection, phrases, redaction }: KnowledgeData) {
  const task: SecondThreadTask = { log, data: { entries, links, detection, phrases, redaction } }
  const worker = new Worker(new URL('./second-thread.js', import.meta.url), { workerData: task })
  const parts = new Promise<Map<number, LogPart>>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the second thread of the scan ended early')))
  })
  // It is waited for when this thread has done its share; until then its failure must not go unhandled.
  parts.catch(() => {})
  return { parts, stop: () => worker.terminate() }
}

/**
 * @param path of a file that is read as it is, not unpacked.
 * @param size its bytes, more than none; what is written behind them meanwhile is not read.
 * @param onPart called after each part with the bytes taken so far.
 * @throws the system's error when the file cannot be read.
 */
export async function scanWithTwoThreads(
  path: string,
  size: number,
  { data, knowledge }: { readonly data: KnowledgeData; readonly knowledge: Knowledge },
  onPart: (bytes: number) => void,
): Promise<Digest> {
  const log = createSharedLog(path, size)
  const second = startSecondThread(log, data)
  const { catalog, redactor, twins } = knowledge
  try {
    const parts = readParts(knowledge, log, onPart)
    // Where this thread read everything, the other came too late and has nothing to say.
    if (parts.size < partsOf(log)) for (const [index, part] of await second.parts) parts.set(index, part)
    const builder = createDigestBuilder(catalog, redactor, twins)
    for (let index = 0; index < partsOf(log); index++) {
      const part = parts.get(index)
      if (part) builder.add(part)
    }
    return builder.digest(size)
  } finally {
    // Nobody waits for it: it has nothing to write.
    void second.stop()
  }
}
