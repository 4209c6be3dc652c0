/** Reloads the catalog and the overlay while the bot runs. */
import type { Log } from '../chat/log.ts'
import { createKnowledge, type KnowledgeData } from '../core/knowledge.ts'
import type { Reloadable } from '../core/reloadable.ts'

export interface ReloadDeps {
  readonly load: () => Promise<KnowledgeData>
  readonly replace: Reloadable['replace']
  readonly log: Log
}

/** @returns a function that reloads, one call after the other. It never rejects; after a mistake the old data stays. */
export function createReload({ load, replace, log }: ReloadDeps): () => Promise<void> {
  async function reload(): Promise<void> {
    try {
      const data = await load()
      const knowledge = createKnowledge(data)
      knowledge.warmUp()
      replace(knowledge)
      log.info({ entries: data.entries.length }, 'the catalog and the overlay were read again')
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      log.error({ problem }, 'the overlay has mistakes; what was loaded before stays in force')
    }
  }
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(reload)
    return last
  }
}
