/** Opens threads, and reopens archived ones. */
import { ThreadAutoArchiveDuration } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { channelIdOf } from '../api/places.ts'
import { deliveryError, isFault } from '../api/rest-api.ts'
import type { Context } from '../context.ts'
import { ERROR_CODES, LIMITS } from '../limits.ts'
import { cut } from '../render/markdown.ts'

const MAX_OPENED = 1000
const DEFAULT_NAME = 'Timeline'

export function createThreads({ api, places, permissions }: Context) {
  const opened = new LRUCache<string, true>({ max: MAX_OPENED })
  const nameOf = (title: string) => cut(title.replace(/\s+/g, ' ').trim(), LIMITS.threadName) || DEFAULT_NAME

  return {
    nameOf,
    /**
     * Finds or opens the thread under one of our messages.
     * @returns undefined where no thread can be opened
     */
    async under({ conversation, id }: MessageRef): Promise<ConversationRef | undefined> {
      // Threads have no threads: continue in the one that the message is in.
      if (conversation.thread) return conversation
      const thread = { ...conversation, thread: id }
      if (opened.has(id) || places.cached(id)) return thread
      if (!permissions.of(conversation).has('CreatePublicThreads')) {
        permissions.warnOnce(conversation, ['CreatePublicThreads'], 'it writes into the channel instead of a thread')
        return undefined
      }
      try {
        await api.post(`/channels/${channelIdOf(conversation)}/messages/${id}/threads`, {
          body: { name: DEFAULT_NAME, auto_archive_duration: ThreadAutoArchiveDuration.OneDay },
        })
      } catch (error) {
        // It exists when it was opened before a restart, or by a try whose response was lost.
        if (!isFault(error, ERROR_CODES.threadExists)) {
          if (isFault(error, ERROR_CODES.missingAccess, ERROR_CODES.missingPermissions)) return undefined
          throw deliveryError(error, 'cannot open a thread')
        }
      }
      opened.set(id, true)
      return thread
    },

    /** @throws DeliveryError when the bot may not reopen it */
    async unarchive(thread: string): Promise<void> {
      try {
        await api.patch(`/channels/${thread}`, { body: { archived: false } })
      } catch (error) {
        if (!isFault(error, ERROR_CODES.missingPermissions, ERROR_CODES.missingAccess))
          throw deliveryError(error, 'cannot reopen the thread')
        throw new DeliveryError('forbidden', `the thread ${thread} is archived and the bot may not reopen it`, {
          cause: error,
        })
      }
      places.forget(thread)
    },
  }
}

export type Threads = ReturnType<typeof createThreads>
