/** The house rules of CONTRIBUTING.md, as tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile() && /\.(ts|js)$/.test(item.name))
    .map((item) => relative(root, join(item.parentPath, item.name)))
}

const files = [...sources('src'), ...sources('adapters')]
const text = (file: string) => readFileSync(join(root, file), 'utf8')

/** What a file imports: our own files by their path from the root, packages by name. */
function importsOf(file: string): string[] {
  return [...text(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  )
}

const isOurs = (name: string) => /^(src|adapters|test|bench)\//.test(name)

/** Folder -> the only folders of ours that it may import from. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core/': ['src/core/'],
  'src/chat/': ['src/chat/'],
  'src/features/': ['src/features/', 'src/core/', 'src/chat/', 'src/storage/contract'],
  'src/bot/': ['src/bot/', 'src/chat/', 'src/storage/contract'],
  'src/storage/': ['src/storage/'],
  'src/cli/': ['src/cli/', 'src/core/', 'src/chat/', 'src/features/', 'src/paths.ts'],
  'src/service/': [
    'src/service/',
    'src/bot/',
    'src/features/',
    'src/storage/',
    'src/chat/',
    'src/core/',
    'src/config.ts',
  ],
  // What an admin runs once: like main.ts it sees both sides.
  'src/setup/': ['src/', 'adapters/'],
  'adapters/console/': ['adapters/console/', 'src/chat/'],
  'adapters/slack/': ['adapters/slack/', 'src/chat/'],
  'adapters/discord/': ['adapters/discord/', 'src/chat/'],
}

/** Where processes begin: the service, the command, what an admin runs once. */
const ENTRIES = ['src/main.ts', 'src/cli/imerr.ts', 'src/setup/']

const rules = Object.entries(MAY_IMPORT).filter(([folder]) => files.some((file) => file.startsWith(folder)))

describe('who may import whom', () => {
  it.each(rules)('%s imports only what it may', (folder, allowed) => {
    const wrong = files
      .filter((file) => file.startsWith(folder))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => isOurs(name) && !allowed.some((prefix) => name.startsWith(prefix)))
          .map((name) => `${file} imports ${name}`),
      )
    expect(wrong).toEqual([])
  })

  it('leaves no folder without a rule', () => {
    const free = files.filter((file) => !Object.keys(MAY_IMPORT).some((folder) => file.startsWith(folder)))
    expect(free.sort()).toEqual(['src/config.ts', 'src/main.ts', 'src/paths.ts', 'src/start.js'])
  })

  it.each([
    ['@slack/', 'adapters/slack/'],
    ['discord.js', 'adapters/discord/'],
    ['@discordjs/', 'adapters/discord/'],
    ['kysely', 'src/storage/'],
    ['pg', 'src/storage/'],
    ['node:sqlite', 'src/storage/'],
  ])('%s is imported only under %s', (name, place) => {
    const users = files.filter((file) =>
      importsOf(file).some((used) => used === name || (name.endsWith('/') && used.startsWith(name))),
    )
    expect(users.filter((file) => !file.startsWith(place))).toEqual([])
  })

  it('loads .env only where a process begins', () => {
    const users = files.filter((file) => importsOf(file).includes('dotenv'))
    expect(users.filter((file) => !ENTRIES.some((entry) => file.startsWith(entry)))).toEqual([])
  })

  it('reads the environment only where a process begins', () => {
    const readers = files.filter((file) => /process\.env\b/.test(text(file)))
    expect(readers.filter((file) => !ENTRIES.some((entry) => file.startsWith(entry)))).toEqual([])
  })

  it('ends the process only in main.ts', () => {
    const enders = files.filter((file) => /process\.exit\(/.test(text(file)))
    expect(enders.filter((file) => file !== 'src/main.ts')).toEqual([])
  })

  it('keeps the core free of clocks and chance', () => {
    const unsure = sources('src/core').filter((file) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now/.test(text(file)),
    )
    expect(unsure).toEqual([])
  })
})

describe('files', () => {
  it('stay small enough to be read at once', () => {
    const long = [...files, ...sources('test'), ...sources('bench')].filter(
      (file) => text(file).split('\n').length > 300,
    )
    expect(long).toEqual([])
  })
  it('are named for what they do', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|manager|misc|common|info)\.(ts|js)$/.test(file))).toEqual([])
  })
})
