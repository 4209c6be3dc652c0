/** A platform that shows nothing and counts what it was asked to show. */
import type { Adapter } from '../../src/chat/adapter.ts'

export interface QuietPlatform {
  readonly adapter: Adapter
  readonly counts: { posts: number; threadPosts: number; edits: number; mentions: number }
}

export function createQuietPlatform(platform: string): QuietPlatform {
  const counts = { posts: 0, threadPosts: 0, edits: 0, mentions: 0 }
  let ids = 0
  const adapter: Adapter = {
    platform,
    capabilities: { threads: true, privateReplies: true, privateNotes: true, edits: true, files: true },
    start: async () => {},
    stop: async () => {},
    ready: () => true,
    async post(conversation, _card, { inThreadOf, mention = [] } = {}) {
      if (inThreadOf) counts.threadPosts++
      else counts.posts++
      if (mention.length > 0) counts.mentions++
      return { conversation, id: `p${++ids}` }
    },
    async edit() {
      counts.edits++
    },
    remove: async () => {},
    whisper: async () => {},
    rights: async () => ({ admin: false, moderator: false }),
    channelName: async () => undefined,
    openFile: async () => {
      throw new Error('there are no files here')
    },
    permalink: async ({ id }) => `https://chat.example/${id}`,
    resolveLink: async () => undefined,
  }
  return { adapter, counts }
}
