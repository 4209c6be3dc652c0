/** The terminal as a chat channel: what you type is a message, `/...` a command, a number presses a button. */
import { createReadStream, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Adapter, Responder, Sink } from '../../src/chat/adapter.ts'
import { DeliveryError } from '../../src/chat/adapter.ts'
import type { Action, Card } from '../../src/chat/card.ts'
import type { CommandSpec } from '../../src/chat/command.ts'
import type { ConversationRef, FileRef, MessageEvent, MessageRef, Person } from '../../src/chat/event.ts'
import { renderPlain } from '../../src/chat/plain.ts'
import { createPasteCollector } from './paste.ts'
import { wordsFor } from './words.ts'

export interface ConsoleOptions {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  readonly color: boolean
  /** The language of the answers, such as `zh-CN`. */
  readonly locale?: string
}

const PROMPT = 'imerr> '
const SUGGESTIONS = 20
const DEFAULT_WIDTH = 80
/** Wider lines are hard to read, whatever the terminal. */
const WIDEST = 100
/** Longer messages become files, as chat platforms make them. */
const LONGEST_MESSAGE = 4_000
const MEGABYTE = 1024 * 1024
/** What the bot takes as a file. */
const LARGEST_FILE = 32 * MEGABYTE
/** Characters of a paste that are read; in bytes it stays below what the bot takes as a file. */
const MOST_PASTED = 10 * MEGABYTE
const PASTE = 'paste.log'

const HERE: ConversationRef = { platform: 'console', workspace: 'local', channel: 'terminal' }
const YOU: Person = { id: 'you', name: 'you', bot: false }

/** What only the terminal has, because a chat window does it by other means. */
const OWN_COMMANDS = ['/help', '/edit', '/delete', '/upload', '/quit']

/** @returns the adapter, and a promise that settles when the input has ended and everything is answered. */
export function createConsoleAdapter(options: ConsoleOptions): Adapter & { readonly finished: Promise<void> } {
  const { input, output, color } = options
  const interactive = input.isTTY === true && output.isTTY === true
  const done = Promise.withResolvers<void>()
  let commands: readonly CommandSpec[] = []
  let buttons: readonly (Action & { kind: 'button' })[] = []
  let pressedOn: MessageRef | undefined
  let lastMessage: MessageEvent | undefined
  let sequence = 0
  let shown = 0
  let running = false
  let close = () => {}
  /** Long pastes, by the address of the file they became. */
  const pasted = new Map<string, Buffer>()
  const words = wordsFor(options.locale)

  const nextId = () => `console-${process.pid}-${++sequence}`
  const write = (text: string) => output.write(text)
  const occurred = () => ({ id: nextId(), conversation: HERE, at: Date.now(), by: YOU })
  const locale = options.locale ? { locale: options.locale } : {}

  function show(card: Card, mark = '', message: MessageRef = { conversation: HERE, id: nextId() }): MessageRef {
    shown++
    if (card.actions.some((action) => action.kind === 'button')) {
      buttons = interactive ? card.actions.filter((action) => action.kind === 'button') : []
      pressedOn = message
    }
    const width = Math.min(output.columns ?? DEFAULT_WIDTH, WIDEST)
    const visible = interactive ? card : { ...card, actions: card.actions.filter((action) => action.kind === 'link') }
    write(`${mark}${renderPlain(visible, { width, color, ...(interactive ? { choices: { first: 1 } } : {}) })}\n`)
    return message
  }

  const responder: Responder = {
    reply: async (card, visibility, attachment) => {
      const message = show(card, visibility === 'public' ? words.forEverybody : '')
      if (attachment) write(`${attachment.content}\n`)
      return message
    },
    update: async (card) => void show(card),
    dismiss: async () => {},
  }

  async function say(text: string, sink: Sink, files: readonly FileRef[] = [], read = text): Promise<void> {
    const before = shown
    const said = occurred()
    const message = { conversation: HERE, id: said.id }
    lastMessage = { ...said, kind: 'message', message, text, files }
    await sink.handle(lastMessage, responder)
    if (shown > before) return
    write(`${interactive ? words.nothing : words.nothingIn(read.split('\n').length)}\n`)
  }

  async function sayPasted(text: string, cut: boolean, sink: Sink): Promise<void> {
    if (cut) write(`${words.cut(MOST_PASTED / MEGABYTE)}\n`)
    if (text.length <= LONGEST_MESSAGE) return say(text, sink)
    const content = Buffer.from(text)
    const url = `${PASTE}:${nextId()}`
    pasted.clear()
    pasted.set(url, content)
    return say('', sink, [{ name: PASTE, size: content.length, mediaType: 'text/plain', url }], text)
  }

  async function upload(name: string, sink: Sink): Promise<void> {
    if (name === '') return void write(`${words.nameFile}\n`)
    const path = resolve(name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) return void write(`${words.noFile(name)}\n`)
    if (!found.isFile()) return void write(`${words.notAFile(name)}\n`)
    if (found.size > LARGEST_FILE) return void write(`${words.tooLarge(LARGEST_FILE / MEGABYTE)}\n`)
    return say('', sink, [{ name: basename(path), size: found.size, mediaType: 'text/plain', url: path }])
  }

  async function ownCommand(name: string, rest: string, sink: Sink): Promise<void> {
    switch (name) {
      case '/help':
        return void write(`${words.help}\n`)
      case '/upload':
        return upload(rest, sink)
      case '/edit':
      case '/delete': {
        if (!lastMessage) return void write(`${words.noMessage}\n`)
        const { message, files } = lastMessage
        if (name === '/delete') {
          lastMessage = undefined
          return void (await sink.handle({ ...occurred(), kind: 'delete', messages: [message] }))
        }
        const before = shown
        await sink.handle({ ...occurred(), kind: 'edit', message, text: rest, files })
        if (shown === before) write(`${words.unchanged}\n`)
      }
    }
  }

  async function answer(line: string, sink: Sink): Promise<void> {
    const typed = line.trim()
    const pressed = /^\d{1,2}$/.test(typed) ? buttons[Number(typed) - 1] : undefined
    if (pressed) {
      const message = pressedOn ? { message: pressedOn } : {}
      await sink.handle(
        { ...occurred(), ...locale, ...message, kind: 'action', action: pressed.id, value: pressed.value },
        responder,
      )
      return
    }
    if (interactive && /^\d{1,2}$/.test(typed)) return void write(`${words.noButton(typed, buttons.length)}\n`)
    const name = commandOf(typed)
    const rest = typed.slice(name.length).trim()
    if (name === '/quit' || name === '/exit') return close()
    if (OWN_COMMANDS.includes(name)) return ownCommand(name, rest, sink)
    const spec = commands.find((command) => `/${command.name}` === name)
    if (!spec) return void write(`${words.noCommand(/^\/[\w-]{1,30}$/.test(name) ? name : '/…')}\n`)
    await sink.handle({ ...occurred(), ...locale, kind: 'command', command: spec.name, text: rest }, responder)
  }

  const names = () => [...OWN_COMMANDS, '/exit', ...commands.map((command) => `/${command.name}`)]
  const commandOf = (line: string) => line.split(/\s+/, 1)[0]?.toLowerCase() ?? ''

  function complete(line: string, sink: Sink): [string[], string] {
    const word = /\S*$/.exec(line)?.[0] ?? ''
    const found =
      word.startsWith('/') && word === line
        ? names().filter((name) => name.startsWith(word))
        : sink.suggest(word, SUGGESTIONS).map((item) => item.value)
    return [found, word]
  }

  return {
    platform: 'console',
    capabilities: { threads: false, privateReplies: true, privateNotes: true, edits: true, files: true },
    finished: done.promise,
    ready: () => running,
    async start(sink, specs) {
      commands = specs
      running = true
      const completer = (line: string) => complete(line, sink)
      const lines = createInterface({
        input,
        terminal: interactive,
        prompt: PROMPT,
        completer,
        ...(interactive ? { output } : {}),
      })
      close = () => lines.close()
      if (interactive) {
        write(`${words.help}\n`)
        lines.prompt()
      }
      // One after the other: answers must stand in the order of the questions.
      let last = Promise.resolve()
      const take = (work: () => Promise<void>) => {
        last = last
          .then(work)
          .catch((error: unknown) => void write(`${error instanceof Error ? error.message : String(error)}\n\n`))
          .then(() => (interactive && running ? lines.prompt() : undefined))
      }
      const paste = createPasteCollector({
        patient: !interactive,
        most: MOST_PASTED,
        take: (text, cut) => take(() => sayPasted(text, cut, sink)),
      })
      // A log has lines that begin with a path or hold nothing but a number: only what stands alone is an order.
      const isOrder = (line: string) => {
        if (names().includes(commandOf(line))) return true
        return interactive && !paste.open && (line.startsWith('/') || /^\s*\d{1,2}\s*$/.test(line))
      }
      lines.on('line', (line) => {
        if (!isOrder(line)) return paste.add(line)
        paste.flush()
        take(() => answer(line, sink))
      })
      lines.on('close', () => {
        paste.flush()
        running = false
        void last.then(() => done.resolve())
      })
    },
    async stop() {
      close()
      await done.promise
    },
    post: async (_conversation, card, post) => {
      const message = show(card)
      if (post?.attachment) write(`${post.attachment.content}\n`)
      return message
    },
    edit: async (message, card) => void show(card, words.edited, message),
    remove: async () => {
      shown++
      write(`${words.removed}\n`)
    },
    whisper: async (_conversation, _person, card) => void show(card, words.onlyYou),
    rights: async () => ({ admin: true, moderator: true }),
    channelName: async () => HERE.channel,
    async openFile(file, _conversation, maxBytes) {
      if (file.size > maxBytes) throw new DeliveryError('invalid', `${file.name} is too large`)
      const paste = pasted.get(file.url)
      return paste ? Readable.from([paste]) : createReadStream(file.url, { end: maxBytes - 1 })
    },
    permalink: async () => undefined,
    resolveLink: async () => undefined,
  }
}
