/** Annotations from storage, or from memory while storage is lost: a lost database must not make the bot noisy. */
import { LRUCache } from 'lru-cache'
import {
  type Annotation,
  type AnnotationChange,
  type Annotations,
  type ChannelKey,
  type MessageKey,
  type NewAnnotation,
  whenStorageIsLost,
} from '../../storage/contract.ts'

/** About a day of a busy workspace. */
const MAX_REMEMBERED = 5000

const sameChannel = (a: ChannelKey, b: ChannelKey) =>
  a.platform === b.platform && a.workspace === b.workspace && a.channel === b.channel
const sameMessage = (a: MessageKey | undefined, b: MessageKey) =>
  a !== undefined && a.id === b.id && sameChannel(a.conversation, b.conversation)

/** What annotating needs of the storage. */
export interface AnnotationBook
  extends Pick<
    Annotations,
    'save' | 'update' | 'bySource' | 'byReply' | 'explainedIn' | 'lastExplained' | 'countSince'
  > {
  /** What this process itself posted in the channel at or after `since`. */
  recent(channel: ChannelKey, since: number): readonly Annotation[]
}

/** @param onBlind called whenever storage did not answer and memory did. */
export function createAnnotationBook(stored: Annotations, onBlind: () => void): AnnotationBook {
  const remembered = new LRUCache<number, Annotation>({ max: MAX_REMEMBERED })
  /** Changes that storage has missed, by annotation; made up for when the annotation is next read. */
  const owed = new Map<number, AnnotationChange>()
  /** Annotations that storage never saw have negative ids. */
  let unsaved = 0

  function remember(annotation: Annotation): Annotation {
    remembered.set(annotation.id, annotation)
    return annotation
  }
  const either = <T>(ask: () => Promise<T>, recall: () => T): Promise<T> =>
    whenStorageIsLost(ask, () => {
      onBlind()
      return recall()
    })
  /** Oldest first. */
  const all = () => [...remembered.rkeys()].flatMap((id) => remembered.peek(id) ?? [])
  const find = (matches: (annotation: Annotation) => boolean) => all().findLast(matches)
  const inChannel = (channel: ChannelKey) => all().filter((item) => sameChannel(item.source.conversation, channel))
  const recent = (channel: ChannelKey, since: number) => inChannel(channel).filter((item) => item.at >= since)
  /** Those that storage does not have. */
  const onlyHere = (items: readonly Annotation[]) => items.filter((item) => item.id < 0)

  /** Applies a change that storage has missed to what it found. */
  async function asChanged(found: Annotation | undefined): Promise<Annotation | undefined> {
    const change = found && owed.get(found.id)
    if (!found || !change) return found
    const { changedAt } = remembered.get(found.id) ?? found
    const here = { ...found, ...change, changedAt }
    const updated = await either(
      async () => {
        const made = await stored.update(found.id, change, changedAt)
        owed.delete(found.id)
        return made
      },
      () => here,
    )
    return updated ?? here
  }

  function times(items: readonly Annotation[], codes: readonly string[], since: number): Map<string, number> {
    const found = new Map<string, number>()
    for (const { at, state, codes: had } of items) {
      if (at < since || state === 'removed') continue
      for (const code of had) if (codes.includes(code)) found.set(code, Math.max(at, found.get(code) ?? 0))
    }
    return found
  }
  function explained(items: readonly Annotation[], thread: string, codes: readonly string[]): Set<string> {
    const had = items.filter((item) => item.thread === thread && item.state !== 'removed').flatMap((item) => item.codes)
    return new Set(codes.filter((code) => had.includes(code)))
  }

  return {
    save: async (annotation: NewAnnotation) =>
      remember(
        await either(
          () => stored.save(annotation),
          () => ({
            ...annotation,
            id: find((item) => sameMessage(item.source, annotation.source))?.id ?? --unsaved,
            state: 'posted' as const,
            changedAt: annotation.at,
          }),
        ),
      ),
    async update(id: number, change: AnnotationChange, at: number) {
      const known = remembered.get(id)
      const here = () => {
        if (id >= 0) owed.set(id, { ...owed.get(id), ...change })
        return known && { ...known, ...change, changedAt: at }
      }
      const updated = id < 0 ? here() : await either(() => stored.update(id, change, at), here)
      return updated && remember(updated)
    },
    async bySource(source) {
      const here = () => find((item) => sameMessage(item.source, source))
      return (await asChanged(await either(() => stored.bySource(source), here))) ?? here()
    },
    async byReply(reply) {
      const here = () => find((item) => sameMessage(item.reply, reply))
      return (await asChanged(await either(() => stored.byReply(reply), here))) ?? here()
    },
    async explainedIn(channel, thread, codes) {
      const asked = await either(
        () => stored.explainedIn(channel, thread, codes),
        () => explained(inChannel(channel), thread, codes),
      )
      return new Set([...asked, ...explained(onlyHere(inChannel(channel)), thread, codes)])
    },
    async lastExplained(channel, codes, since) {
      const asked = await either(
        () => stored.lastExplained(channel, codes, since),
        () => times(inChannel(channel), codes, since),
      )
      const merged = new Map(asked)
      for (const [code, at] of times(onlyHere(inChannel(channel)), codes, since))
        merged.set(code, Math.max(at, merged.get(code) ?? 0))
      return merged
    },
    recent,
    async countSince(channel, since) {
      const here = recent(channel, since)
      return either(
        async () => (await stored.countSince(channel, since)) + onlyHere(here).length,
        () => here.length,
      )
    },
  }
}
