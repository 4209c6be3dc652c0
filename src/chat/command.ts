/** Declarations of commands, options and forms, shared by all platforms. */
import type { CommandName } from './event.ts'

/**
 * One declaration per command. Discord registers it, Slack and the console parse text against it, and the Slack
 * manifest, the help text and the README's table are made from it.
 */
export interface CommandSpec {
  readonly name: CommandName
  /** What it does, one line of at most 100 characters. */
  readonly summary: string
  readonly summaryZh: string
  /** What to type after the name, for usage lines: `<code, symbol, words or a paste>`. */
  readonly usage: string
  /** `private`: only the asker sees the answer. Static, so that an acknowledgement can already say so. */
  readonly visibility: 'private' | 'public'
  /** Only admins may run it; enforced by the bot, hinted to the platform. */
  readonly adminsOnly: boolean
  /** Without subcommands: the one free-text option. */
  readonly argument?: OptionSpec
  /** Other forms that the argument takes, for the help: `why <link>`. */
  readonly forms?: readonly { readonly usage: string; readonly summary: string; readonly summaryZh: string }[]
  readonly subcommands: readonly SubcommandSpec[]
}

export interface SubcommandSpec {
  readonly name: string
  readonly summary: string
  readonly summaryZh: string
  readonly options: readonly OptionSpec[]
}

export interface OptionSpec {
  readonly name: string
  readonly summary: string
  readonly summaryZh: string
  readonly required: boolean
  /** `text` takes the rest of the line. */
  readonly type: 'word' | 'text' | 'number'
  /** The adapter offers completions from `Sink.suggest` while typing. */
  readonly suggests?: boolean
  readonly choices?: readonly string[]
}

/** A question asked of the person in a form of its own (a modal); its submission arrives as a command. */
export interface FormSpec {
  readonly title: string
  readonly label: string
  readonly placeholder: string
  readonly submit: string
}

/** A button with this id opens `PASTE_FORM`; adapters answer it themselves and never pass it on. */
export const OPEN_FORM = 'form.open'

/** Opened by the adapter itself, because platforms want a form within the acknowledgement. Submits to `/imerr`. */
export const PASTE_FORM = {
  title: 'Explain a log',
  label: 'Log, JSON or error message',
  placeholder: 'Paste it here. Credentials in it are never stored or shown.',
  submit: 'Explain',
} as const satisfies FormSpec
