/** The documents say what is true: their commands are run, their links and tables checked. */
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
const packageJson = JSON.parse(read('package.json')) as { scripts: Record<string, string>; version: string }

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
    for (const command of COMMANDS) expect(read('README.md')).toContain(`/${command.name}`)
  })
  it('lists every subcommand of the terminal', () => {
    for (const [, name = ''] of HELP.matchAll(/^ {2}imerr ([a-z]+)/gm))
      expect(read('README.md')).toContain(`imerr ${name}`)
  })
})

describe('every document', () => {
  it.each(DOCUMENTS)('%s links only to files that are there', (document) => {
    for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(existsSync(join(root, document, '..', target)), target).toBe(true)
    }
  })
  it.each(DOCUMENTS)('%s names only npm scripts that exist', (document) => {
    for (const [, script = ''] of read(document).matchAll(/npm run (?:--silent |-s )?([\w:]+)/g))
      expect(packageJson.scripts).toHaveProperty([script])
  })
  it('name only files and folders of this project that exist', () => {
    const named = DOCUMENTS.flatMap((document) =>
      [...read(document).matchAll(/`((?:src|adapters|test|data|bench)\/[\w./-]+)`/g)].map(([, path = '']) => ({
        document,
        path,
      })),
    )
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([])
  })
  it('the changelog has the version of package.json', () => {
    expect(read('CHANGELOG.md')).toContain(`## ${packageJson.version}`)
  })
  it('.ci/run runs the README test command', () => {
    expect(read('.ci/run')).toContain('npm ci && npm test')
    expect(read('README.md')).toContain('npm ci && npm test')
  })
})

describe('.github', () => {
  const yaml = (file: string): unknown => parse(read(`.github/${file}`))

  it.each(['wrong-reply.yml', 'missing-reply.yml'])('%s is an issue form that asks for a corpus row', (file) => {
    const form = yaml(`ISSUE_TEMPLATE/${file}`) as {
      name: string
      description: string
      body: { type: string; id?: string; attributes: { value?: string; label?: string } }[]
    }
    expect(form.name && form.description).toBeTruthy()
    for (const { type, attributes } of form.body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type)
      expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy()
    }
    const row = form.body.find(({ id }) => id === 'row')?.attributes.value ?? ''
    const [first = ''] = read('test/corpus/messages.jsonl').split('\n')
    expect(Object.keys(JSON.parse(row))).toEqual(Object.keys(JSON.parse(first)))
  })
  it('the workflow runs the README test command', () => {
    const workflow = yaml('workflows/test.yml') as { jobs: { test: { steps: { run?: string }[] } } }
    const commands = workflow.jobs.test.steps.flatMap(({ run }) => run ?? [])
    expect(commands).toEqual(['npm ci && npm test'])
  })
})
