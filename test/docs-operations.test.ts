/** Compares the names in docs/operations.md with the code, and runs its backup command. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../src/bot/metrics.ts'
import { SCHEMA } from '../src/config.ts'
import { openStorage } from '../src/storage/open.ts'

const root = join(import.meta.dirname, '..')
const document = readFileSync(join(root, 'docs/operations.md'), 'utf8')

describe('docs/operations.md', () => {
  it('names every metric and no other', async () => {
    const page = await createMetrics(() => 0).page()
    const there = [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    const named = [...document.matchAll(/^\| `(imerr_\w+)`/gm)].map(([, name]) => name)
    expect(there.length).toBeGreaterThanOrEqual(5)
    expect(named.sort()).toEqual(there.sort())
  })
  it('names only variables and files that exist', () => {
    const variables = [...document.matchAll(/\b(?:IMERR|SLACK|DISCORD|POSTGRES|DATABASE|LOG)_[A-Z_]+\b/g)]
    expect(variables.length).toBeGreaterThan(10)
    for (const [name] of variables) expect([...Object.keys(SCHEMA.shape), 'POSTGRES_PASSWORD']).toContain(name)
    const links = [...document.matchAll(/\]\((?!https?:)([^)#]+)/g)]
    expect(links.length).toBeGreaterThan(3)
    for (const [, target = ''] of links) expect(existsSync(join(root, 'docs', target)), target).toBe(true)
  })
  it('backs SQLite up while it is used, and the copy opens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imerr-'))
    const used = await openStorage({ file: join(folder, 'var/imerr.db') })
    await used.installations.save('local', 'team', 'remembered', 1)
    const [, script = ''] = /^node -e "(.*)"$/m.exec(document) ?? []
    execFileSync(process.execPath, ['-e', script.replaceAll('\\"', '"')], { cwd: folder, stdio: 'pipe' })
    await used.close()
    const copy = await openStorage({ file: join(folder, 'imerr-backup.db') })
    expect(await copy.installations.get('local', 'team')).toBe('remembered')
    await copy.close()
  })
})
