/** Runs what is typed as a command (`/...`) or as a button's number. */
import type { Sink } from '../../src/chat/adapter.ts'
import type { CommandSpec } from '../../src/chat/command.ts'
import type { Messages } from './messages.ts'
import type { Screen } from './screen.ts'
import type { Occurrences } from './terminal-place.ts'
import type { TerminalWords } from './terminal-words.ts'

const SUGGESTIONS = 20

/** Commands that only the terminal needs; a chat window has other means. */
const OWN_COMMANDS = ['/help', '/edit', '/delete', '/upload', '/quit']

/** Words that people try at an unknown prompt, and the command they mean. */
const BARE: Readonly<Record<string, string>> = { exit: '/quit', quit: '/quit', help: '/help', '?': '/help' }

export interface CommandsAndButtonsDeps {
  readonly screen: Screen
  readonly messages: Messages
  readonly occurrences: Occurrences
  readonly interactive: boolean
  readonly words: TerminalWords
  readonly locale: { readonly locale?: string }
  readonly sink: Sink
  readonly commands: readonly CommandSpec[]
  readonly quit: () => void
}

const commandOf = (line: string) => line.split(/\s+/, 1)[0]?.toLowerCase() ?? ''

export function createCommandsAndButtons(deps: CommandsAndButtonsDeps) {
  const { screen, messages, interactive, words, locale, sink, commands, quit } = deps
  const { occurred } = deps.occurrences
  const names = [...OWN_COMMANDS, '/exit', ...commands.map((command) => `/${command.name}`)]

  /** A command's name without its sign, alone or with a question behind it, is no message for anybody. */
  const withoutSign = (line: string) => commands.some(({ name }) => name === commandOf(line))

  /** The command that an unknown name was meant for; a code behind the sign is a question. */
  function meant(name: string): string | undefined {
    if (/^\/-?\d+$/.test(name)) return `/imerr ${name.slice(1)}`
    return names.find((known) => known.startsWith(name) || name.startsWith(known))
  }

  async function ownCommand(name: string, rest: string): Promise<void> {
    switch (name) {
      case '/help':
        return screen.line(words.help)
      case '/upload':
        return messages.upload(rest, sink)
      case '/edit':
        return messages.change(rest, sink)
      case '/delete':
        return messages.takeBack(sink)
    }
  }

  return {
    /** Lines of a pasted log may begin with a path or be a bare number, so in a paste only known commands count. */
    isCommandOrButton(line: string, inPaste: boolean): boolean {
      if (names.includes(commandOf(line))) return true
      if (!interactive || inPaste) return false
      const typed = line.trim().toLowerCase()
      return line.startsWith('/') || /^\d{1,2}$/.test(typed) || Object.hasOwn(BARE, typed) || withoutSign(typed)
    },
    async run(line: string): Promise<void> {
      const typed = line.trim()
      const isNumber = /^\d{1,2}$/.test(typed)
      const pressed = isNumber ? screen.button(Number(typed)) : undefined
      if (pressed) {
        const { button, message } = pressed
        const on = message ? { message } : {}
        await sink.handle(
          { ...occurred(), ...locale, ...on, kind: 'action', action: button.id, value: button.value },
          screen.responder,
        )
        return
      }
      if (interactive && isNumber) return screen.line(words.noButton(typed, screen.buttons()))
      if (interactive && withoutSign(typed)) return screen.line(words.noSign(`/${typed}`))
      const name = (interactive && BARE[typed.toLowerCase()]) || commandOf(typed)
      const rest = typed.slice(name.length).trim()
      if (name === '/quit' || name === '/exit') return quit()
      if (OWN_COMMANDS.includes(name)) return ownCommand(name, rest)
      const spec = commands.find((command) => `/${command.name}` === name)
      if (!spec) return screen.line(words.noCommand(/^\/[\w-]{1,30}$/.test(name) ? name : '/…', meant(name)))
      await sink.handle({ ...occurred(), ...locale, kind: 'command', command: spec.name, text: rest }, screen.responder)
    },
    /** As readline asks: what fits, and the word that it completes. */
    complete(line: string): [string[], string] {
      const word = /\S*$/.exec(line)?.[0] ?? ''
      const found =
        word.startsWith('/') && word === line
          ? names.filter((name) => name.startsWith(word))
          : sink.suggest(word, SUGGESTIONS).map((item) => item.value)
      return [found, word]
    },
  }
}
