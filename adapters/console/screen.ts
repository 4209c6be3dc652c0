/** What the bot shows in the terminal, and the numbered buttons of the last card that had some. */
import type { Responder } from '../../src/chat/adapter.ts'
import type { Action, Attachment, Card } from '../../src/chat/card.ts'
import type { MessageRef } from '../../src/chat/event.ts'
import { renderPlain } from '../../src/chat/plain.ts'
import { TERMINAL } from './terminal-place.ts'
import type { TerminalWords } from './terminal-words.ts'

/** Used when the terminal reports no width, or 0. */
const DEFAULT_WIDTH = 80
/** Wider lines are hard to read. */
const MAX_WIDTH = 100

export interface ScreenOptions {
  readonly output: NodeJS.WritableStream & { columns?: number }
  readonly color: boolean
  /** Somebody can press buttons. */
  readonly interactive: boolean
  readonly words: TerminalWords
  readonly nextId: () => string
}

type Button = Action & { kind: 'button' }

export function createScreen({ output, color, interactive, words, nextId }: ScreenOptions) {
  let buttons: readonly Button[] = []
  let pressedOn: MessageRef | undefined
  let shown = 0

  const line = (text: string) => void output.write(`${text}\n`)

  function show(card: Card, mark = '', message: MessageRef = { conversation: TERMINAL, id: nextId() }): MessageRef {
    shown++
    if (card.actions.some((action) => action.kind === 'button')) {
      buttons = interactive ? card.actions.filter((action) => action.kind === 'button') : []
      pressedOn = message
    }
    const width = Math.min(output.columns || DEFAULT_WIDTH, MAX_WIDTH)
    const visible = interactive ? card : { ...card, actions: card.actions.filter((action) => action.kind === 'link') }
    line(`${mark}${renderPlain(visible, { width, color, ...(interactive ? { choices: { first: 1 } } : {}) })}`)
    return message
  }

  /** A file's content stands below the card. */
  function showWithFile(card: Card, attachment: Attachment | undefined, mark = ''): MessageRef {
    const message = show(card, mark)
    if (attachment) line(attachment.content)
    return message
  }

  const responder: Responder = {
    reply: async (card, visibility, attachment) =>
      showWithFile(card, attachment, visibility === 'public' ? words.forEverybody : ''),
    update: async (card) => void show(card),
    dismiss: async () => {},
  }

  return {
    line,
    show,
    showWithFile,
    responder,
    /** Says that a message was removed: a terminal cannot take text back. */
    removed(): void {
      shown++
      line(words.removed)
    },
    /** How often the bot has shown something; compare two values to know whether it stayed silent. */
    shown: () => shown,
    /** The button under a number, counted from 1, and the message that it stands on. */
    button(number: number): { readonly button: Button; readonly message: MessageRef | undefined } | undefined {
      const button = buttons[number - 1]
      return button && { button, message: pressedOn }
    },
    buttons: () => buttons.length,
  }
}

export type Screen = ReturnType<typeof createScreen>
