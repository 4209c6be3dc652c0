/** Messages written in the terminal: typed, pasted, uploaded, edited and deleted. */
import { createReadStream, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { DeliveryError, type Sink } from '../../src/chat/adapter.ts'
import type { FileRef, MessageEvent } from '../../src/chat/event.ts'
import type { Screen } from './screen.ts'
import { type Occurrences, TERMINAL } from './terminal-place.ts'
import type { TerminalWords } from './terminal-words.ts'

/** Longer messages become files, as chat platforms make them. */
const MAX_MESSAGE_LENGTH = 4_000
const MEGABYTE = 1024 * 1024
/** What the bot takes as a file. */
const MAX_FILE_SIZE = 32 * MEGABYTE
/** Characters of a paste that are read; in bytes it stays below what the bot takes as a file. */
export const MAX_PASTED = 10 * MEGABYTE
const PASTE = 'paste.log'

export interface MessageDeps {
  readonly screen: Screen
  readonly occurrences: Occurrences
  readonly interactive: boolean
  readonly words: TerminalWords
}

/** A path as it is typed in a shell: in quotes where it is dragged into the terminal, `~` for the home folder. */
function pathOf(typed: string): string {
  const bare = typed.replace(/^(["'])(.*)\1$/, '$2')
  return bare.startsWith('~/') ? join(homedir(), bare.slice(2)) : resolve(bare)
}

/** Undefined when the file does not exist or cannot. */
function statusOf(path: string) {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

export function createMessages({ screen, occurrences, interactive, words }: MessageDeps) {
  const { nextId, occurred } = occurrences
  const { line } = screen
  let last: MessageEvent | undefined
  /** Long pastes, by the address of the file they became. */
  const pasted = new Map<string, Buffer>()

  async function say(text: string, sink: Sink, files: readonly FileRef[] = [], read = text): Promise<void> {
    const before = screen.shown()
    const said = occurred()
    last = { ...said, kind: 'message', message: { conversation: TERMINAL, id: said.id }, text, files }
    await sink.handle(last, screen.responder)
    if (screen.shown() > before) return
    line(interactive ? words.nothing : words.nothingIn(read.split('\n').length))
  }

  return {
    /** @param cut there was more than could be kept */
    async paste(text: string, cut: boolean, sink: Sink): Promise<void> {
      if (cut) line(words.cut(MAX_PASTED / MEGABYTE))
      if (text.length <= MAX_MESSAGE_LENGTH) return say(text, sink)
      const content = Buffer.from(text)
      const url = `${PASTE}:${nextId()}`
      pasted.clear()
      pasted.set(url, content)
      return say('', sink, [{ name: PASTE, size: content.length, mediaType: 'text/plain', url }], text)
    },
    async upload(name: string, sink: Sink): Promise<void> {
      if (name === '') return line(words.nameFile)
      const path = pathOf(name)
      const found = statusOf(path)
      if (!found) return line(words.noFile(name))
      if (!found.isFile()) return line(words.notAFile(name))
      if (found.size > MAX_FILE_SIZE) return line(words.tooLarge(MAX_FILE_SIZE / MEGABYTE))
      return say('', sink, [{ name: basename(path), size: found.size, mediaType: 'text/plain', url: path }])
    },
    async change(text: string, sink: Sink): Promise<void> {
      if (!last) return line(words.noMessage)
      const { message, files } = last
      const before = screen.shown()
      await sink.handle({ ...occurred(), kind: 'edit', message, text, files })
      if (screen.shown() === before) line(words.unchanged)
    },
    async takeBack(sink: Sink): Promise<void> {
      if (!last) return line(words.noMessage)
      const { message } = last
      last = undefined
      await sink.handle({ ...occurred(), kind: 'delete', messages: [message] })
    },
    async openFile(file: FileRef, maxBytes: number) {
      if (file.size > maxBytes) throw new DeliveryError('invalid', `${file.name} is too large`)
      const paste = pasted.get(file.url)
      return paste ? Readable.from([paste]) : createReadStream(file.url, { end: maxBytes - 1 })
    },
  }
}

export type Messages = ReturnType<typeof createMessages>
