/** A thread's title is part of what its first message says: told with that message, and again when a post is renamed. */
import { SnowflakeUtil } from 'discord.js'
import { createRecent } from '../../../src/chat/recent.ts'
import { isForum, type Place, type Places, placeOfApi } from '../api/places.ts'
import { TIMES } from '../limits.ts'
import { fingerprint } from './known-messages.ts'
import type { EditDeps } from './message-edits.ts'
import { type GatewayMessage, isSaid, toTitleEdit } from './message-event.ts'

const FRESH_THREADS = 500

export type GatewayThread = Parameters<typeof placeOfApi>[0] & {
  readonly newly_created?: boolean
  readonly owner_id?: string
}

/** A renamed post is an edit of its first message. */
export interface TitleDeps extends EditDeps {
  readonly places: Places
}

export function createThreadTitles(deps: TitleDeps) {
  const { self, names, places, known, work, fetchMessage, tell, log, now } = deps
  /** Threads without a first message yet: the next message opens them. */
  const fresh = createRecent<string, string>(FRESH_THREADS)

  return {
    opened(thread: GatewayThread): void {
      const { name, parent } = placeOfApi(thread)
      // A thread on a message has that message's id, and its title only repeats it; a forum post is known by its first message.
      const stands = SnowflakeUtil.timestampFrom(thread.id) > now() - TIMES.freshThread && !known.has(thread.id)
      const isPost = isForum(places.cached(parent ?? '')?.type)
      if (thread.newly_created && name && stands && !isPost && thread.owner_id !== self().id) fresh.set(thread.id, name)
    },
    /** The title that this message opens its thread with. */
    openedBy(message: GatewayMessage): string | undefined {
      const title = fresh.get(message.channel_id)
      if (title !== undefined) fresh.delete(message.channel_id)
      // The thread was opened on a message that has been told already.
      return isSaid(message) ? title : undefined
    },
    /** A forum post's title is part of its first message, which Discord does not tell of again. */
    changed(thread: GatewayThread, before: Place | undefined): void {
      const place = placeOfApi(thread)
      const { name: title, parent } = place
      if (!title || !before?.name || before.name === title || !isForum(places.cached(parent ?? '')?.type)) return
      const told = fetchMessage(thread.id, thread.id)
        .then((message) => {
          const event = toTitleEdit(
            { ...message, ...(before.guild ? { guild_id: before.guild } : {}) },
            { place, self: self(), names, title },
          )
          if (!event) return
          known.note(message)
          known.told(message.id, fingerprint(event))
          tell(event)
        })
        .catch((error: unknown) =>
          log.warn({ channel: thread.id, err: error }, 'Discord: a renamed post could not be read'),
        )
      void work.track(told)
    },
  }
}
