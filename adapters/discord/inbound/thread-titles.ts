/** Treats a thread's title as part of its first message: reported with that message, and as an edit when it is renamed. */
import { SnowflakeUtil } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { isForum, type Place, placeOfApi } from '../api/places.ts'
import { TIMES } from '../limits.ts'
import type { EditContext } from './message-edits.ts'
import { fingerprint, type GatewayMessage, isUserMessage, toTitleEdit } from './message-event.ts'

const MAX_FRESH_THREADS = 500

export type GatewayThread = Parameters<typeof placeOfApi>[0] & {
  readonly newly_created?: boolean
  readonly owner_id?: string
}

export function createThreadTitles(context: EditContext) {
  const { api, self, names, places, known, inFlight, tell, log } = context
  /** Titles of threads that have no message yet. */
  const fresh = new LRUCache<string, string>({ max: MAX_FRESH_THREADS })

  return {
    opened(thread: GatewayThread): void {
      const { name, parent } = placeOfApi(thread)
      // A thread on a message has the message's id and repeats its text; a forum post's first message has the thread's id.
      const standsAlone =
        SnowflakeUtil.timestampFrom(thread.id) > Date.now() - TIMES.freshThread && !known.has(thread.id)
      const isPost = isForum(places.cached(parent ?? '')?.type)
      if (thread.newly_created && name && standsAlone && !isPost && thread.owner_id !== self().id)
        fresh.set(thread.id, name)
    },
    /** The title of the thread that this message opens; undefined when it opens none. */
    openedBy(message: GatewayMessage): string | undefined {
      const title = fresh.get(message.channel_id)
      if (title !== undefined) fresh.delete(message.channel_id)
      return isUserMessage(message) ? title : undefined
    },
    /** Reports a renamed forum post as an edit of its first message, which Discord does not send again. */
    renamed(thread: GatewayThread, before: Place | undefined): void {
      const place = placeOfApi(thread)
      const { name: title, parent } = place
      if (!title || !before?.name || before.name === title || !isForum(places.cached(parent ?? '')?.type)) return
      const reported = api
        .get<GatewayMessage>(`/channels/${thread.id}/messages/${thread.id}`)
        .then((message) => {
          const event = toTitleEdit(
            { ...message, ...(before.guild ? { guild_id: before.guild } : {}) },
            { place, self: self(), names, title },
          )
          if (!event) return
          known.note(message)
          known.noteHandled(message.id, fingerprint(event))
          tell(event)
        })
        .catch((error: unknown) =>
          log.warn({ channel: thread.id, err: error }, 'Discord: a renamed post could not be read'),
        )
      void inFlight.track(reported)
    },
  }
}
