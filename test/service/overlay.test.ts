/** The service with an overlay: mistakes end its start; SIGHUP reads it again, or keeps what there was. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { runNode } from '../support/processes/run.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const WAIT = { timeout: 20_000, interval: 200 }
let child: ChildProcessWithoutNullStreams | undefined
afterEach(() => child?.kill('SIGKILL'))

const folder = mkdtempSync(join(tmpdir(), 'imerr-service-overlay-'))
const write = (code: number, title: string) =>
  writeFileSync(
    join(folder, 'own.yaml'),
    `part: server\nentries:\n  - ${JSON.stringify({
      code,
      title,
      cause: 'Ours.',
      fix: ['Ask us.'],
      category: 'custom',
      retry: 'no',
      acts: 'end-user',
      severity: 'info',
    })}\n`,
  )

it('a mistake ends the start, with file, line and what to write', async () => {
  write(10010, 'Twice')
  const { code, err } = await runNode('src/main.ts', [], '', { IMERR_OVERLAY: folder })
  expect(code).toBe(2)
  expect(err).toContain('own.yaml:3: 10010: is in the catalog already; write what you change under overrides')
  expect(err).not.toMatch(/\n\s+at /)
})

it('SIGHUP reads it again; a mistake is logged and the old one stays', async () => {
  write(120345, 'The first title')
  const env = { ...process.env, NO_COLOR: '1', IMERR_OVERLAY: folder, IMERR_HTTP_PORT: '0', LOG_LEVEL: 'info' }
  const started = spawn(process.execPath, [main], { env })
  child = started
  let out = ''
  let err = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const answer = async (title: string) => {
    out = ''
    started.stdin.write('/imerr 120345\n')
    await vi.waitFor(() => expect(out).toContain(title), WAIT)
  }
  await answer('The first title')
  write(120345, 'The second title')
  started.kill('SIGHUP')
  await vi.waitFor(() => expect(err).toContain('read again'), WAIT)
  await answer('The second title')
  write(10010, 'Twice')
  started.kill('SIGHUP')
  await vi.waitFor(() => expect(err).toContain('own.yaml:3: 10010'), WAIT)
  await answer('The second title')
  started.kill('SIGTERM')
  expect(await once(started, 'exit')).toEqual([0, null])
})
