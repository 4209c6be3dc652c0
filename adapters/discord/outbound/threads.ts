/** Opens threads, and reopens those that were archived. */
import { ThreadAutoArchiveDuration } from 'discord.js'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'
import { createRecent } from '../../../src/chat/recent.ts'
import type { Permissions } from '../api/bot-permissions.ts'
import { channelIdOf, type Places } from '../api/places.ts'
import { type DiscordApi, deliveryError, isFault } from '../api/rest-api.ts'
import { CODES, LIMITS } from '../limits.ts'
import { cut } from '../render/markdown.ts'

const REMEMBERED = 1000
const DEFAULT_NAME = 'Timeline'

export function createThreads(api: DiscordApi, places: Places, permissions: Permissions) {
  const opened = createRecent<string, true>(REMEMBERED)
  const nameOf = (title: string) => cut(title.replace(/\s+/g, ' ').trim(), LIMITS.threadName) || DEFAULT_NAME

  return {
    nameOf,
    /**
     * The thread under one of our messages, opened when there is none.
     * @returns undefined where no thread can be opened
     */
    async under({ conversation, id }: MessageRef): Promise<ConversationRef | undefined> {
      // Threads have no threads: the message's own is where its story goes on.
      if (conversation.thread) return conversation
      const thread = { ...conversation, thread: id }
      if (opened.has(id) || places.cached(id)) return thread
      if (!permissions.of(conversation).has('CreatePublicThreads')) {
        permissions.tell(conversation, ['CreatePublicThreads'], 'it writes into the channel instead of a thread')
        return undefined
      }
      try {
        await api.post(`/channels/${channelIdOf(conversation)}/messages/${id}/threads`, {
          body: { name: DEFAULT_NAME, auto_archive_duration: ThreadAutoArchiveDuration.OneDay },
        })
      } catch (error) {
        // Opened before a restart, or by a try whose answer was lost.
        if (!isFault(error, CODES.threadExists)) {
          if (isFault(error, CODES.missingAccess, CODES.missingPermissions)) return undefined
          throw deliveryError(error, 'cannot open a thread')
        }
      }
      opened.set(id, true)
      return thread
    },

    /** @throws DeliveryError when it is locked */
    async unarchive(thread: string): Promise<void> {
      try {
        await api.patch(`/channels/${thread}`, { body: { archived: false } })
      } catch (error) {
        if (!isFault(error, CODES.missingPermissions, CODES.missingAccess))
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
