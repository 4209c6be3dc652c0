/** The imerr command: the core in a terminal. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { KnowledgeData } from '../core/knowledge.ts'
import { loadWithOverlay } from '../core/load/load-overlay.ts'
import { DATA_CACHE, DATA_FOLDER } from '../paths.ts'
import type { Command, Invocation } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import { askCodes } from './commands/ask.ts'
import { HELP, versionLine } from './help.ts'

const OPTIONS = {
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  lang: { type: 'string' },
  'key-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const satisfies ParseArgsConfig['options']

/** Used when the terminal reports no width, or 0. */
const DEFAULT_WIDTH = 80
const MAX_WIDTH = 100

/** Loaded only when used: a plain lookup must not wait for them. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  search: async () => (await import('./commands/search.ts')).search,
  scan: async () => (await import('./scan/scan.ts')).scan,
  list: async () => (await import('./commands/list.ts')).list,
  export: async () => (await import('./commands/export.ts')).exportEntries,
  catalog: async () => (await import('./commands/catalog-diff.ts')).catalogCommand,
  usersig: async () => (await import('./commands/usersig.ts')).userSig,
}

/** Keeps a negative code such as "-10113" from being parsed as an option. */
const shieldCodes = (argument: string) => (/^-\d/.test(argument) ? ` ${argument}` : argument)

/** Options that only these commands take; every command takes the others. */
const OPTION_OF: Readonly<Record<string, readonly string[]>> = { jsonl: ['search', 'scan'], 'key-file': ['usersig'] }

async function readArguments(argv: readonly string[]) {
  const args = argv.map(shieldCodes)
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const { optionProblem } = await import('./options.ts')
    throw new UsageError(optionProblem(args, OPTIONS), { cause: error })
  }
}

function refuseIdleOptions(values: Readonly<Record<string, unknown>>, command: string) {
  for (const [option, commands] of Object.entries(OPTION_OF))
    if (values[option] !== undefined && !commands.includes(command))
      throw new UsageError(`--${option} goes with ${commands.map((name) => `imerr ${name}`).join(' and ')} only`)
}

/** `imerr help`, also with a command behind it: the help is one page. */
const asksHelp = ([first, ...rest]: readonly string[]) =>
  first === 'help' && rest.every((word) => Object.hasOwn(COMMANDS, word))

async function dispatch(argv: readonly string[]): Promise<number> {
  const { values, positionals } = await readArguments(argv)
  const words = positionals.map((word) => word.trim())
  if (values.help || asksHelp(words)) {
    process.stdout.write(HELP)
    return EXIT.answered
  }
  if (values.version) {
    process.stdout.write(await versionLine())
    return EXIT.answered
  }
  const lang = values.lang?.toLowerCase() ?? 'en'
  if (lang !== 'en' && lang !== 'zh') throw new UsageError(`--lang ${values.lang || 'is empty'}: write en or zh`)
  const [name = '', ...rest] = words
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  refuseIdleOptions(values, load ? name : '')
  let loaded: Promise<KnowledgeData> | undefined
  const data = () => {
    loaded ??= loadWithOverlay(DATA_FOLDER, DATA_CACHE, process.env.IMERR_OVERLAY)
    return loaded
  }
  const invocation: Invocation = {
    words: load ? rest : words,
    json: values.json ?? false,
    jsonl: values.jsonl ?? false,
    language: lang,
    color: process.stdout.isTTY === true && !process.env.NO_COLOR,
    width: Math.min(process.stdout.columns || DEFAULT_WIDTH, MAX_WIDTH),
    progress: process.stderr.isTTY === true,
    ...(values['key-file'] === undefined ? {} : { keyFile: values['key-file'] }),
    ...(process.env.IMERR_USERSIG_KEY ? { userSigKey: process.env.IMERR_USERSIG_KEY } : {}),
    now: Date.now,
    input: process.stdin,
    typed: process.stdin.isTTY === true,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    data,
    knowledge: async () => (await import('../core/knowledge.ts')).createKnowledge(await data()),
  }
  if (load) return (await load())(invocation)
  return askCodes(invocation, Object.keys(COMMANDS))
}

/**
 * Runs one command line.
 * @returns the exit code: 0 answered, 1 not in the catalog, 2 usage or bad input.
 */
export async function run(argv: readonly string[]): Promise<number> {
  // A closed pipe (`imerr export | head`) is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exitCode = EXIT.answered
  })
  try {
    return await dispatch(argv)
  } catch (error) {
    if (!(error instanceof UsageError)) {
      const expected = error instanceof Error && ['DataError', 'DocumentError'].includes(error.name)
      process.stderr.write(
        `imerr: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
      )
      return EXIT.badInput
    }
    process.stderr.write(`imerr: ${error.message}\nTry: imerr --help\n`)
    return EXIT.badInput
  }
}
