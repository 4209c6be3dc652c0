/** The terminal as a chat channel: what you type is a message, `/...` a command, a number presses a button. */
import { createInterface } from 'node:readline'
import type { Adapter } from '../../src/chat/adapter.ts'
import { createCommandsAndButtons } from './commands-and-buttons.ts'
import { createMessages, MAX_PASTED } from './messages.ts'
import { createPasteCollector } from './paste.ts'
import { createScreen } from './screen.ts'
import { createOccurrences, TERMINAL } from './terminal-place.ts'
import { terminalWords } from './terminal-words.ts'

export interface ConsoleOptions {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  readonly color: boolean
  /** The language of the answers, such as `zh-CN`. */
  readonly locale?: string
}

const PROMPT = 'imerr> '

/** @returns the adapter, and a promise that settles when the input has ended and everything is answered. */
export function createConsoleAdapter(options: ConsoleOptions): Adapter & { readonly finished: Promise<void> } {
  const { input, output, color } = options
  const interactive = input.isTTY === true && output.isTTY === true
  const done = Promise.withResolvers<void>()
  let running = false
  let close = () => {}
  const words = terminalWords(options.locale)
  const locale = options.locale ? { locale: options.locale } : {}
  const occurrences = createOccurrences()
  const screen = createScreen({ output, color, interactive, words, nextId: occurrences.nextId })
  const messages = createMessages({ screen, occurrences, interactive, words })

  return {
    platform: 'console',
    capabilities: { threads: false, privateReplies: true, privateNotes: true, edits: true, files: true },
    finished: done.promise,
    ready: () => running,
    async start(sink, commands) {
      running = true
      const typed = createCommandsAndButtons({
        screen,
        messages,
        occurrences,
        interactive,
        words,
        locale,
        sink,
        commands,
        quit: () => close(),
      })
      const lines = createInterface({
        input,
        terminal: interactive,
        prompt: PROMPT,
        completer: typed.complete,
        ...(interactive ? { output } : {}),
      })
      close = () => lines.close()
      if (interactive) {
        screen.line(words.help)
        lines.prompt()
      }
      // One after the other, so that answers come in the order of the questions.
      let last = Promise.resolve()
      const take = (work: () => Promise<void>) => {
        last = last
          .then(work)
          .catch((error: unknown) => screen.line(`${error instanceof Error ? error.message : String(error)}\n`))
          .then(() => (interactive && running ? lines.prompt() : undefined))
      }
      const paste = createPasteCollector({
        untilFlush: !interactive,
        maxLength: MAX_PASTED,
        take: (text, cut) => take(() => messages.paste(text, cut, sink)),
      })
      lines.on('line', (line) => {
        if (!typed.isCommandOrButton(line, paste.open)) return paste.add(line)
        paste.flush()
        take(() => typed.run(line))
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
    post: async (_conversation, card, post) => screen.showWithFile(card, post?.attachment),
    edit: async (message, card) => void screen.show(card, words.edited, message),
    remove: async () => screen.removed(),
    whisper: async (_conversation, _person, card) => void screen.show(card, words.onlyYou),
    rights: async () => ({ admin: true, moderator: true }),
    channelName: async () => TERMINAL.channel,
    openFile: (file, _conversation, maxBytes) => messages.openFile(file, maxBytes),
    permalink: async () => undefined,
    resolveLink: async () => undefined,
  }
}
