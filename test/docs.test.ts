/** Checks that the documents are true: runs their commands, follows their links, compares their tables with the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { HELP } from '../src/cli/help.ts'
import { COMMANDS } from '../src/features/commands.ts'
import { runNode } from './support/processes/run.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'data/README.md',
  ...readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]
const packageJson = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>
  version: string
  engines: { node: string }
  devDependencies: Record<string, string>
}

/** `$ command` lines of a document's console blocks, each with the output printed under it. */
function consoleExamples(document: string): { command: string; output: string }[] {
  return [...document.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((example) => {
        const end = example.indexOf('\n')
        return { command: example.slice(0, end).trim(), output: example.slice(end + 1).trimEnd() }
      }),
  )
}

/** Runs `npm run --silent imerr -- ARGS` or `echo '...' | npm start` by the Node of this run; npm itself adds nothing to test. */
async function run(command: string): Promise<string> {
  const piped = /^echo '([^']*)' \| (.*)$/.exec(command)
  const rest = piped?.[2] ?? command
  const words = [
    ...rest
      .replace(/^npm (run --silent imerr --|run -s imerr --|start --silent|start)/, '')
      .matchAll(/'([^']*)'|(\S+)/g),
  ].map((m) => m[1] ?? m[2] ?? '')
  const file = rest.startsWith('npm start') ? 'src/main.ts' : 'src/cli/bin.js'
  return (await runNode(file, words, piped ? `${piped[1]}\n` : '', { NO_COLOR: '1' })).out
}

describe('README.md', () => {
  const examples = consoleExamples(read('README.md'))
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3)
  })
  it.each(examples)('$command prints what the README shows', async ({ command, output }) => {
    const shown = await run(command)
    // "..." stands for lines left out.
    for (const part of output.split(/^\.\.\.$/m)) expect(shown).toContain(part.trim())
  })
  it('names every npm script that a user runs', () => {
    for (const script of ['start', 'test', 'bench', 'imerr'])
      expect(read('README.md')).toMatch(new RegExp(`npm (run )?(--silent )?${script}\\b`))
  })
  it('lists every command of the bot', () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(3)
    for (const command of COMMANDS) expect(read('README.md')).toContain(`/${command.name}`)
  })
  it('lists every subcommand of the terminal', () => {
    const names = [...HELP.matchAll(/^ {2}imerr ([a-z]+)/gm)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThanOrEqual(6)
    for (const name of names) expect(read('README.md')).toContain(`imerr ${name}`)
  })
})

/** What a pattern's first group matches in any document, with the document. */
const inDocuments = (pattern: RegExp, documents: readonly string[] = DOCUMENTS) =>
  documents.flatMap((document) => [...read(document).matchAll(pattern)].map(([, found = '']) => ({ document, found })))

describe('every document', () => {
  it('are there', () => {
    expect(DOCUMENTS.length).toBeGreaterThanOrEqual(18)
  })
  it('link only to files that are there', () => {
    const links = inDocuments(/\]\((?!https?:|#)([^)#]+)/g)
    expect(links.length).toBeGreaterThan(45)
    expect(links.filter(({ document, found }) => !existsSync(join(root, document, '..', found)))).toEqual([])
  })
  it('name only npm scripts that exist', () => {
    const scripts = inDocuments(/npm run (?:--silent |-s )?([\w:]+)/g)
    expect(scripts.length).toBeGreaterThan(30)
    expect(scripts.filter(({ found }) => !Object.hasOwn(packageJson.scripts, found))).toEqual([])
  })
  it('name only files and folders of this project that exist', () => {
    // The changelog also names what was moved or removed.
    const documents = DOCUMENTS.filter((document) => document !== 'CHANGELOG.md')
    const paths = inDocuments(/`((?:src|adapters|test|data|bench|docs)\/[\w./-]+)`/g, documents)
    expect(paths.length).toBeGreaterThan(150)
    // Upper-case words stand for names of your own: docs/PLATFORM.md.
    const named = paths.filter(({ found }) => !/[A-Z]{4,}/.test(found.replace('README.md', '')))
    expect(named.filter(({ found }) => !existsSync(join(root, found)))).toEqual([])
  })
  it('name npm scripts for everything that a contributor runs', () => {
    const named = new Set(inDocuments(/npm (?:run )?(?:--silent )?([\w:]+)/g).map(({ found }) => found))
    expect(Object.keys(packageJson.scripts).filter((script) => !named.has(script))).toEqual([])
  })
  it('the changelog has the version of package.json', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${packageJson.version}`)
  })
  it('.ci/run runs the README test command', () => {
    expect(read('.ci/run')).toContain('npm ci && npm test')
    expect(read('README.md')).toContain('npm ci && npm test')
  })
})

describe('docs/decisions', () => {
  const pages = readdirSync(join(root, 'docs/decisions')).filter((file) => /^\d{4}-/.test(file))
  it('has an index that names every page by its title', () => {
    expect(pages.length).toBeGreaterThanOrEqual(6)
    const index = read('docs/decisions/README.md')
    for (const page of pages) {
      const number = page.slice(0, 4)
      const [, title] = new RegExp(`^# ${number}: (.+)$`, 'm').exec(read(`docs/decisions/${page}`)) ?? []
      expect(title, page).toBeTruthy()
      expect(index).toContain(`| [${number}](${page}) | ${title} |`)
    }
  })
  it.each(pages)('%s has the parts of the template, and is one page', (page) => {
    const text = read(`docs/decisions/${page}`)
    const parts = [...text.matchAll(/^## (.+)$/gm)].map(([, part]) => part)
    expect(parts).toEqual(['Context', 'Decision', 'Consequences', 'We would change our mind if'])
    expect(text.split('\n').length).toBeLessThanOrEqual(50)
  })
})

describe('.github', () => {
  const yaml = (file: string): unknown => parse(read(`.github/${file}`))

  it.each(['wrong-reply.yml', 'missing-reply.yml'])('%s is an issue form that asks for a corpus row', (file) => {
    const form = yaml(`ISSUE_TEMPLATE/${file}`) as {
      name: string
      description: string
      body: { type: string; id?: string; attributes: { value?: string; label?: string; description?: string } }[]
    }
    expect(form.name && form.description).toBeTruthy()
    expect(form.body.length).toBeGreaterThanOrEqual(5)
    for (const { type, attributes } of form.body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type)
      expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy()
    }
    const rows = read('test/corpus/messages.jsonl').trim().split('\n')
    const row = form.body.find(({ id }) => id === 'row')?.attributes
    expect(Object.keys(JSON.parse(row?.value ?? ''))).toEqual(Object.keys(JSON.parse(rows[0] ?? '')))
    const kinds = new Set(rows.map((line) => (JSON.parse(line) as { kind: string }).kind))
    expect(kinds.size).toBeGreaterThan(5)
    for (const kind of kinds) expect(row?.description).toMatch(new RegExp(`\\b${kind}\\b`))
  })
  it('lets people open an issue without a form', () => {
    expect(yaml('ISSUE_TEMPLATE/config.yml')).toEqual({ blank_issues_enabled: true })
  })
  it('the workflow runs the README test command on the Node that package.json asks for, and may only read', () => {
    const workflow = yaml('workflows/test.yml') as {
      permissions: Record<string, string>
      jobs: { test: { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] } }
    }
    const { steps } = workflow.jobs.test
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['npm ci && npm test'])
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const setup = steps.find(({ uses }) => uses?.startsWith('actions/setup-node@'))
    expect(packageJson.engines.node).toBe(`>=${setup?.with?.['node-version']}`)
  })
})

describe('renovate.json', () => {
  it('leaves the compiler of the committed sieve.wasm alone, and package.json pins it', () => {
    const { packageRules } = JSON.parse(read('renovate.json')) as {
      packageRules: { matchPackageNames?: string[]; enabled?: boolean }[]
    }
    const rule = packageRules.find(({ matchPackageNames }) => matchPackageNames?.includes('assemblyscript'))
    expect(rule?.enabled).toBe(false)
    expect(packageJson.devDependencies.assemblyscript).toMatch(/^\d+\.\d+\.\d+$/)
  })
})
