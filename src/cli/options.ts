/** Explains what is wrong with a command line's options. Loaded only when something is. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '../features/typed-word.ts'

export type Options = NonNullable<ParseArgsConfig['options']>

/** What to write behind an option that takes a value. */
const VALUES: Readonly<Record<string, string>> = { lang: 'en or zh', 'key-file': 'the name of a file' }

/** As typed, shortened: the argument may be a whole log line. */
const shown = (argument: string) => (argument.length > 30 ? `${argument.slice(0, 30)}…` : argument)

/** @param args as `parseArgs` refused them. @returns what to write instead, in one line */
export function optionProblem(args: readonly string[], options: Options): string {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const known = options[token.name]
    if (!known) {
      const typed = shown((args[token.index] ?? token.rawName).replace(/=.*$/s, ''))
      const meant = nearest(typed.replace(/^-+/, ''), Object.keys(options))
      const short = Object.entries(options).find(([, { short: letter }]) => letter?.toLowerCase() === token.name)
      const hint = meant ? `; did you mean --${meant}?` : short ? `; did you mean --${short[0]}?` : ''
      return `there is no option ${typed}${hint}`
    }
    if (known.type === 'boolean' && token.value !== undefined)
      return `${token.rawName} takes no value; write ${token.rawName} alone`
    if (known.type === 'string' && (!token.value || (token.value.startsWith('-') && !token.inlineValue)))
      return `${token.rawName} needs a value: ${VALUES[token.name] ?? 'write it behind'}`
  }
  return 'these options cannot be read'
}
