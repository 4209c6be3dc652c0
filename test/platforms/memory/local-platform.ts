/** A chat platform in memory with its adapter, for tests of platform-independent behaviour. */
import {
  type Adapter,
  DeliveryError,
  type PostOptions,
  type Responder,
  type Rights,
  type Sink,
} from '../../../src/chat/adapter.ts'
import type { Attachment, Card } from '../../../src/chat/card.ts'
import type { CommandSpec } from '../../../src/chat/command.ts'
import type {
  CommandEvent,
  CommandName,
  ConversationRef,
  FileRef,
  InboundEvent,
  MessageEvent,
  MessageRef,
  Person,
} from '../../../src/chat/event.ts'

export { textOf } from './card-text.ts'

export const WORKSPACE = 'team'
export const channelOf = (channel: string): ConversationRef => ({ platform: 'local', workspace: WORKSPACE, channel })

interface Posted {
  readonly ref: MessageRef
  card: Card
  readonly options: PostOptions
}

interface Reply {
  readonly card: Card
  readonly visibility: 'private' | 'public'
  readonly attachment?: Attachment
}

export interface LocalPlatform {
  readonly adapter: Adapter
  readonly posts: readonly Posted[]
  readonly whispers: readonly { readonly person: string; readonly card: Card }[]
  /** Every reply to a command, a button or an addressed message, in order. */
  readonly replies: readonly Reply[]
  rights: (person: Person) => Rights
  channelName: string | undefined
  /** Errors of the next posts, thrown before or after the message is posted. */
  failures: { readonly error: Error; readonly after: boolean }[]
  say(text: string, more?: Partial<MessageEvent>): Promise<MessageEvent>
  edit(event: MessageEvent, text: string, id?: string): Promise<void>
  erase(message: MessageRef): Promise<void>
  command(name: CommandName, text: string, more?: Partial<CommandEvent>): Promise<void>
  press(message: MessageRef | undefined, action: string, value: string, by?: Person): Promise<void>
  deliver(event: InboundEvent): Promise<void>
  attach(content: Uint8Array, name?: string): FileRef
}

export const ALICE: Person = { id: 'alice', name: 'Alice', bot: false }
export const BOB: Person = { id: 'bob', name: 'Bob', bot: false }

/** @param now the clock of the platform */
export function createLocalPlatform(now: () => number = Date.now): LocalPlatform {
  const posts: Posted[] = []
  const whispers: { person: string; card: Card }[] = []
  const replies: Reply[] = []
  const files = new Map<string, Uint8Array>()
  const known = new Map<string, { text: string; author: Person; message: MessageRef }>()
  let sink: Sink | undefined
  let count = 0
  let running = false
  const nextId = (kind: string) => `${kind}${++count}`

  function put(conversation: ConversationRef, card: Card, options: PostOptions): MessageRef {
    const twin = options.key && posts.find((post) => post.options.key === options.key)
    if (twin) return twin.ref
    const ref = { conversation, id: nextId('b') }
    posts.push({ ref, card, options })
    return ref
  }
  const find = (message: MessageRef) => posts.find((post) => post.ref.id === message.id)

  const adapter: Adapter = {
    platform: 'local',
    capabilities: { threads: true, privateReplies: true, privateNotes: true, edits: true, files: true },
    ready: () => running,
    async start(given: Sink, _commands: readonly CommandSpec[]) {
      sink = given
      running = true
    },
    async stop() {
      running = false
    },
    async post(conversation, card, options = {}) {
      const failure = platform.failures.shift()
      if (failure && !failure.after) throw failure.error
      const ref = put(conversation, card, options)
      if (failure) throw failure.error
      return ref
    },
    async edit(message, card) {
      const post = find(message)
      if (!post) throw new DeliveryError('gone', 'the message was deleted')
      post.card = card
    },
    async remove(message) {
      const at = posts.findIndex((post) => post.ref.id === message.id)
      if (at >= 0) posts.splice(at, 1)
    },
    async whisper(_conversation, person, card) {
      whispers.push({ person, card })
    },
    rights: async (person) => platform.rights(person),
    channelName: async () => platform.channelName,
    async openFile(file, _conversation, maxBytes) {
      const content = files.get(file.url)
      if (!content) throw new DeliveryError('invalid', 'not a file of this platform')
      if (content.length > maxBytes) throw new DeliveryError('invalid', 'too large')
      return (async function* () {
        yield content
      })()
    },
    permalink: async (message) => `https://local.example/${message.conversation.channel}/${message.id}`,
    resolveLink: async (url) => known.get(url.split('/').at(-1) ?? ''),
  }

  const responderFor = (conversation: ConversationRef, pressed?: MessageRef): Responder => ({
    async reply(card, visibility = 'private', attachment) {
      replies.push({ card, visibility, ...(attachment ? { attachment } : {}) })
      return visibility === 'public' ? put(conversation, card, {}) : undefined
    },
    async update(card) {
      if (pressed) await adapter.edit(pressed, card)
    },
    async dismiss() {
      if (pressed) await adapter.remove(pressed)
    },
  })

  const platform: LocalPlatform = {
    adapter,
    posts,
    whispers,
    replies,
    rights: () => ({ admin: false, moderator: false }),
    channelName: undefined,
    failures: [],
    attach(content, name = 'im.log') {
      const url = `local:${files.size}`
      files.set(url, content)
      return { name, size: content.length, mediaType: 'text/plain', url }
    },
    async deliver(event) {
      const answered =
        event.kind === 'command' || event.kind === 'action' || (event.kind === 'message' && event.addressed)
      const pressed = event.kind === 'action' ? event.message : undefined
      await sink?.handle(event, answered ? responderFor(event.conversation, pressed) : undefined)
    },
    async say(text, more = {}) {
      const id = nextId('m')
      const conversation = more.conversation ?? channelOf('support')
      const message = { conversation, id }
      const event: MessageEvent = {
        kind: 'message',
        id,
        conversation,
        message,
        text,
        files: [],
        at: now(),
        by: ALICE,
        replyIn: { ...conversation, thread: conversation.thread ?? id },
        ...more,
      }
      known.set(id, { text, author: event.by, message })
      await platform.deliver(event)
      return event
    },
    async edit(event, text, id = nextId('e')) {
      const { addressed: _, ...said } = event
      await platform.deliver({ ...said, kind: 'edit', id, text, at: now() })
    },
    async erase(message) {
      const { conversation } = message
      await platform.deliver({
        kind: 'delete',
        id: nextId('d'),
        conversation,
        messages: [message],
        at: now(),
        by: ALICE,
      })
    },
    async command(name, text, more = {}) {
      const occurred = { id: nextId('c'), conversation: channelOf('support'), at: now(), by: ALICE }
      await platform.deliver({ ...occurred, kind: 'command', command: name, text, ...more })
    },
    async press(message, action, value, by = ALICE) {
      const occurred = { id: nextId('a'), conversation: message?.conversation ?? channelOf('support'), at: now(), by }
      await platform.deliver({ ...occurred, kind: 'action', action, value, ...(message ? { message } : {}) })
    },
  }
  return platform
}
