/** Serves /healthz (alive), /readyz (can work) and /metrics. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../chat/log.ts'
import { ConfigError } from '../config.ts'

export interface HealthOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Each part by name; /readyz answers 200 when all are ready. */
  readonly parts: () => Readonly<Record<string, boolean>>
  readonly metrics: { page(): Promise<string>; readonly contentType: string }
}

export interface Health {
  readonly port: number
  close(): Promise<void>
}

/** @throws what node:net throws, EADDRINUSE above all */
async function startHealth({ host, port, parts, metrics }: HealthOptions): Promise<Health> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
    }
    const path = request.url?.split('?')[0]
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'text/plain', 'GET only\n')
    if (path === '/healthz') return answer(200, 'text/plain', 'ok\n')
    if (path === '/readyz') {
      const all = parts()
      const ready = Object.values(all).every(Boolean)
      return answer(ready ? 200 : 503, 'application/json', `${JSON.stringify({ ready, ...all })}\n`)
    }
    if (path === '/metrics') {
      try {
        return answer(200, metrics.contentType, await metrics.page())
      } catch {
        return answer(500, 'text/plain', 'metrics failed\n')
      }
    }
    return answer(404, 'text/plain', 'Ask /healthz, /readyz or /metrics.\n')
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const IN_USE = ['IMERR_HTTP_PORT', 'Choose a free port.'] as const
/** Which variable is wrong when we cannot listen, by the system's error code, and what to write. */
const CANNOT_LISTEN: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['IMERR_HTTP_PORT', 'Choose a port above 1023.'],
  ENOTFOUND: ['IMERR_HTTP_HOST', 'Write an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.'],
  EADDRNOTAVAIL: ['IMERR_HTTP_HOST', 'Write an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.'],
}

/**
 * Starts the server. The default port is optional: without it the bot runs all the same, and @returns undefined.
 * @param required somebody chose the port, so it must be free
 * @throws ConfigError that names the variable to change
 */
export async function openHealth(options: HealthOptions, required: boolean, log: Log): Promise<Health | undefined> {
  const { host, port } = options
  try {
    return await startHealth(options)
  } catch (error) {
    if (required) {
      const { code = '', message } = error as NodeJS.ErrnoException
      const [variable, advice] = CANNOT_LISTEN[code] ?? IN_USE
      throw new ConfigError(`${variable}: cannot listen on ${host}:${port} (${message}). ${advice}`)
    }
    log.warn({ host, port, err: error }, 'no /healthz, /readyz and /metrics: set IMERR_HTTP_PORT to a free port')
    return undefined
  }
}
