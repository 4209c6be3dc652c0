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

const everything = [...files, ...sources('test'), ...sources('bench')]
const countLines = (file: string) => text(file).trimEnd().split('\n').length

/** Files of more than MAX_LINES lines, and why each is better whole. */
const LONG_FILES: Readonly<Record<string, string>> = {}
const MAX_LINES = 300

/** Folders of more than MAX_FILES files, and what makes their files alike. */
const LARGE_FOLDERS: Readonly<Record<string, string>> = {}
const MAX_FILES = 15

describe('files and folders', () => {
  it('a file of more than 300 lines has its reason in LONG_FILES', () => {
    expect(everything.filter((file) => countLines(file) > MAX_LINES).sort()).toEqual(Object.keys(LONG_FILES).sort())
  })

  it('a folder of more than 15 files has its reason in LARGE_FOLDERS', () => {
    const sizes = Map.groupBy(everything, (file) => dirname(file))
    const large = [...sizes].filter(([, inside]) => inside.length > MAX_FILES).map(([folder]) => folder)
    expect(large.sort()).toEqual(Object.keys(LARGE_FOLDERS).sort())
  })

  it('both chat adapters have the same rooms', () => {
    const rooms = (platform: string) =>
      readdirSync(join(root, 'adapters', platform), { withFileTypes: true })
        .filter((item) => item.isDirectory())
        .map((item) => item.name)
        .sort()
    const shared = ['api', 'connect', 'inbound', 'outbound', 'render', 'setup']
    expect(rooms('slack')).toEqual(shared)
    // Slack delivers again what was not acknowledged; Discord forgets it, so the adapter fetches it.
    expect(rooms('discord')).toEqual([...shared, 'backfill'].sort())
  })

  it('tests mirror the folders of what they test', () => {
    const mirrored = ['adapters', 'bot', 'chat', 'cli', 'core', 'features', 'service', 'storage']
    const folders = new Set(files.flatMap((file) => [dirname(file), dirname(dirname(file))]))
    const tested = [...new Set(sources('test').map((file) => relative('test', dirname(file))))].filter((folder) =>
      mirrored.some((name) => folder === name || folder.startsWith(`${name}/`)),
    )
    expect(tested.length).toBeGreaterThan(20)
    const source = (folder: string) => (folder.startsWith('adapters') ? folder : join('src', folder))
    expect(tested.filter((folder) => !folders.has(source(folder)))).toEqual([])
  })

  it('the local Slack and the local Discord know nothing of the bot that they test', () => {
    const platforms = sources('test/platforms').filter((file) => !file.startsWith('test/platforms/memory/'))
    expect(platforms.length).toBeGreaterThan(50)
    const foreign = platforms.flatMap((file) =>
      importsOf(file)
        .filter((name) => isOurs(name) && !name.startsWith('test/platforms/'))
        .map((name) => `${file} imports ${name}`),
    )
    expect(foreign).toEqual([])
  })

  it('are named for what they do', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|manager|misc|common|info|data)\.(ts|js)$/.test(file)),
    ).toEqual([])
  })

  it('no type has the name of one of the language', () => {
    const builtIn =
      /^export (?:interface|type|class) (Record|Partial|Required|Readonly|Pick|Omit|Exclude|Extract|Map|Set|Date|Error|Event|Promise|Iterator|Function|Object|Symbol)\b/gm
    expect(files.flatMap((file) => [...text(file).matchAll(builtIn)].map(([, name]) => `${file}: ${name}`))).toEqual([])
  })

  it('literals are written out, not spread to save lines', () => {
    expect(everything.filter((file) => /\.\.\.\{/.test(text(file)))).toEqual([])
  })
})
