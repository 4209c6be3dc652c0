/** Starts the service as an admin does: `src/main.ts` with environment variables only. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { vi } from 'vitest'

export { freePort } from './free-port.ts'

const main = join(import.meta.dirname, '../../../src/main.ts')

export interface ServiceProcess {
  /** Everything it printed so far, both streams. */
  printed(): string
  /** Resolves when it has logged that it is ready. */
  ready(): Promise<void>
  /** Stops it with SIGTERM. @returns the exit code */
  stop(): Promise<number | null>
  /** Stops it with SIGKILL. */
  kill(): Promise<void>
  /** Resolves with the exit code when it ends by itself. */
  ended(): Promise<number | null>
}

/** Starts the service. By default its health port is any free one and its storage is in memory. */
export function startService(env: Readonly<Record<string, string>>): ServiceProcess {
  const defaults = { IMERR_DB_FILE: ':memory:', IMERR_HTTP_PORT: '0', NO_COLOR: '1' }
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...defaults, ...env },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  const exit = once(child, 'exit') as Promise<[number | null]>
  return {
    printed: () => printed,
    ready: () =>
      vi.waitFor(
        () => {
          if (!printed.includes('imerr is ready')) throw new Error(`not ready: ${printed}`)
        },
        { timeout: 30_000, interval: 50 },
      ),
    async stop() {
      child.kill('SIGTERM')
      return (await exit)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    ended: async () => (await exit)[0],
  }
}

/** Waits until `look` stops throwing, long enough for a busy machine. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 20_000, interval: 50 })

/** Waits until the log says that `count` messages are handled; storage is written by then. */
export const messagesDone = (service: ServiceProcess | undefined, count: number): Promise<void> =>
  eventually(() => {
    const done = service?.printed().match(/"kind":"message","outcome":"handled"/g)?.length ?? 0
    if (done < count) throw new Error(`${done} of ${count} messages are done`)
  })

/** Waits long enough for an unwanted reply to arrive. */
export const quietly = () => new Promise((resolve) => setTimeout(resolve, 700))
