/** The suites of vitest.config.ts share no test file and leave none out. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SUITES } from '../vitest.config.ts'

const root = join(import.meta.dirname, '..')
const find = (patterns: readonly string[], exclude: readonly string[] = []) =>
  globSync([...patterns], { cwd: root, exclude: [...exclude] }).sort()

const suites = Object.entries(SUITES).map(([name, { include, exclude }]) => ({ name, files: find(include, exclude) }))

describe('the test suites', () => {
  it.each(suites)('$name has tests', ({ files }) => {
    expect(files.length).toBeGreaterThan(10)
  })
  it('hold every test file once', () => {
    const everyFile = find(['test/**/*.test.ts'])
    expect(suites.flatMap(({ files }) => files).sort()).toEqual(everyFile)
  })
  it.each(Object.entries(SUITES).flatMap(([name, { include }]) => include.map((pattern) => ({ name, pattern }))))(
    '$name: $pattern names files that exist',
    ({ pattern }) => {
      expect(find([pattern])).not.toEqual([])
    },
  )
  it.each(suites)('npm run test:$name runs $name', ({ name }) => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
    expect(scripts).toHaveProperty([`test:${name}`], `vitest run --project ${name}`)
  })
})
