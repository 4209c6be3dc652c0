/** The service as a process: how it starts, what the machine room can ask, how it stops. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runNode } from '../support/processes/run.ts'
import { freePort } from '../support/processes/service-process.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
let child: ChildProcessWithoutNullStreams | undefined
afterEach(() => child?.kill('SIGKILL'))

/** The bot on a terminal that stays open, with its health on a port of its own. */
async function start(env: Record<string, string> = {}) {
  const port = await freePort()
  const started = spawn(process.execPath, [main], {
    env: { ...process.env, NO_COLOR: '1', IMERR_HTTP_PORT: String(port), ...env },
  })
  child = started
  let out = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })
  await vi.waitFor(async () => expect((await ask('/healthz')).status).toBe(200), { timeout: 20_000, interval: 100 })
  return { started, ask, port, out: () => out }
}

describe('health', () => {
  it('answers /healthz, /readyz and /metrics, and says what to ask otherwise', async () => {
    const { started, ask, out } = await start()
    started.stdin.write('/imerr 10010\n')
    await vi.waitFor(() => expect(out()).toContain('10010 · '), { timeout: 10_000 })
    expect(await (await ask('/readyz')).json()).toEqual({ ready: true, storage: true, console: true })
    const metrics = await ask('/metrics')
    expect(metrics.headers.get('content-type')).toContain('text/plain')
    const page = await metrics.text()
    expect(page).toMatch(/imerr_events_total\{kind="command",platform="console",outcome="handled"\} 1/)
    for (const name of ['imerr_annotations_total', 'imerr_event_seconds_bucket', 'imerr_queue_depth'])
      expect(page).toContain(name)
    expect((await ask('/')).status).toBe(404)
    expect((await ask('/healthz', 'POST')).status).toBe(405)
  })
  it('a chosen port that is taken is said, with what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { code, err } = await runNode('src/main.ts', [], '/imerr 10010\n', { IMERR_HTTP_PORT: String(port) })
    taken.close()
    expect(code).toBe(2)
    expect(err).toContain('IMERR_HTTP_PORT')
    expect(err).toContain('Choose a free port')
  })
})

describe('stopping', () => {
  it('a signal ends it cleanly, with what was asked answered', async () => {
    const { started, out } = await start()
    started.stdin.write('/imerr 10010\n')
    await vi.waitFor(() => expect(out()).toContain('10010 · '), { timeout: 10_000 })
    started.kill('SIGTERM')
    expect(await once(started, 'exit')).toEqual([0, null])
  })
  it('the end of its input ends it', async () => {
    const { started, out } = await start()
    started.stdin.end('/imerr 6206\n')
    expect(await once(started, 'exit')).toEqual([0, null])
    expect(out()).toContain('6206 · ')
  })
  it('nothing but the health port is opened without a platform, and none without a wish', async () => {
    const { code, out } = await runNode('src/main.ts', [], '/imerr 10010\n', { IMERR_HTTP_PORT: '' })
    expect(code).toBe(0)
    expect(out).toContain('10010 · ')
  })
})
