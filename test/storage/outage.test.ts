/** What happens when the database is not there: at the start, and while the bot runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Storage } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'
import { textOf } from '../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../support/bot.ts'
import { FAILS } from '../support/failing-messages.ts'
import { startPostgres, type TestPostgres } from '../support/processes/postgres.ts'
import { runNode } from '../support/processes/run.ts'

let postgres: TestPostgres
const folder = mkdtempSync(join(tmpdir(), 'imerr-outage-'))
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('at the start', () => {
  it('a PostgreSQL that is not there is said by host and name, never with its password', async () => {
    const url = 'postgres://imerr:hush%20hush@127.0.0.1:1/missing'
    await expect(openStorage({ url })).rejects.toMatchObject({ name: 'StorageError' })
    const { code, err, out } = await runNode('src/main.ts', [], '/imerr 10010\n', { DATABASE_URL: url })
    expect(code).toBe(2)
    expect(err).toMatch(/missing at 127\.0\.0\.1:1.*DATABASE_URL/s)
    expect(`${err}${out}`).not.toContain('hush')
  })
  it('a database that does not exist, and a wrong password, are told apart', async () => {
    const url = await postgres.createDatabase('present')
    await expect(openStorage({ url: url.replace('present', 'absent') })).rejects.toThrow(/absent/)
    await expect(openStorage({ url: url.replace('very%20secret', 'wrong') })).rejects.toThrow(/password/)
  })
  it('a file that is no database is left as it is', async () => {
    const file = join(folder, 'notes.txt')
    writeFileSync(file, 'these are my notes, not a database. '.repeat(200))
    await expect(openStorage({ file })).rejects.toThrow(/notes\.txt.*not a database/s)
  })
  it('a file where a folder should be is named', async () => {
    const file = join(folder, 'plain')
    writeFileSync(file, '')
    await expect(openStorage({ file: join(file, 'imerr.db') })).rejects.toThrow(/plain/)
  })
})

describe('while the bot runs', () => {
  let bot: TestBot | undefined
  let storage: Storage | undefined
  afterEach(async () => {
    await bot?.stop()
    await storage?.close()
  })

  it('lookups and annotations go on from memory, it is said once, and all comes back by itself', async () => {
    storage = await openStorage({ url: await postgres.createDatabase('outage') })
    bot = await startBot({}, storage)
    const running = bot
    await running.say(FAILS)
    expect(running.posts).toHaveLength(1)

    await postgres.crash()
    await running.command('imerr', '10010')
    const [answer] = running.replies
    expect(answer && textOf(answer.card)).toMatch(/^10010 · /)
    const during = await running.say(FAILS.replace('70001', '10010'))
    expect(running.posts).toHaveLength(2)
    // The same message again: remembered, although nothing could be written.
    await running.deliver(during)
    await running.deliver({ ...during, id: 'once more' })
    expect(running.posts).toHaveLength(2)
    await running.say(FAILS.replace('70001', '10010'))
    expect(running.posts).toHaveLength(2)
    expect(running.parts()).toMatchObject({ storage: false })
    expect(running.logged.filter(({ message }) => message.startsWith('storage does not answer'))).toHaveLength(1)
    expect(running.logged.filter(({ message }) => message === 'an event failed')).toEqual([])

    await postgres.start()
    await vi.waitFor(() => expect(running.parts()).toMatchObject({ storage: true }), { timeout: 30_000, interval: 200 })
    expect(running.logged.filter(({ message }) => message === 'storage answers again')).toHaveLength(1)
    const after = await running.say(FAILS.replace('70001', '20009'))
    expect(running.posts).toHaveLength(3)
    expect(await storage.annotations.bySource(after.message)).toMatchObject({ codes: ['20009'] })
  }, 60_000)
})
