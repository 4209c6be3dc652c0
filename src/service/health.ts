/** What the machine room asks: /healthz (alive), /readyz (can work), /metrics (counts). */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HealthOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Each part by name; all must be ready for /readyz to be 200. */
  readonly parts: () => Readonly<Record<string, boolean>>
  readonly metrics: () => Promise<string>
  readonly metricsType: string
}

export interface Health {
  readonly port: number
  close(): Promise<void>
}

/** @throws what node:net throws, EADDRINUSE above all */
export async function startHealth({ host, port, parts, metrics, metricsType }: HealthOptions): Promise<Health> {
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
        return answer(200, metricsType, await metrics())
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
