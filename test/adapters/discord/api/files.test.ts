/** Opening files: hosts, limits and faults. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openFile } from '../../../../adapters/discord/api/files.ts'

let server: Server
let origin = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case '/endless.log':
        // No length is announced; it stops when the reader hangs up.
        response.on('error', () => {})
        for (let i = 0; i < 64; i++) response.write('x'.repeat(1024))
        return
      case '/moved.log':
        return response.writeHead(302, { location: `${origin}/small.log` }).end()
      case '/small.log':
        return response.end('ErrorCode 70001')
      case '/utf16be.log':
        return response.end(Buffer.from('\ufeff70003', 'utf16le').swap16())
      default:
        return response.writeHead(404).end('no such file')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const file = (path: string, url = `${origin}${path}`) => ({ name: 'a.log', size: 15, mediaType: 'text/plain', url })
const open = (path: string, told = file(path)) => openFile(told, 10_000, { apiUrl: `${origin}/api` })
async function read(path: string, told = file(path)): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of await open(path, told)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

it('stops reading a file that is larger than announced', async () => {
  expect(await read('/small.log')).toBe('ErrorCode 70001')
  await expect(read('/endless.log')).rejects.toThrow('larger than 15 bytes')
  const untold = { ...file('/endless.log'), size: 0 }
  await expect(read('/endless.log', untold)).rejects.toThrow('larger than 10000 bytes')
})

it('follows no redirect, and reports a deleted file', async () => {
  await expect(open('/moved.log')).rejects.toMatchObject({ name: 'DeliveryError', reason: 'unavailable' })
  await expect(open('/gone.log')).rejects.toMatchObject({ name: 'DeliveryError', reason: 'gone' })
})

it("opens only Discord's hosts, over HTTPS", async () => {
  const api = { apiUrl: 'https://discord.com/api' }
  for (const url of [
    'http://cdn.discordapp.com/a.log',
    'https://cdn.discordapp.com.evil.example/a.log',
    'https://discord.com/a.log',
    `${origin}/small.log`,
    'file:///etc/passwd',
    'nonsense',
  ])
    await expect(openFile(file('', url), 10_000, api)).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'invalid',
    })
})

it('opens files of a local API by any name of localhost', async () => {
  const local = (url: string) => openFile(file('', url), 10_000, { apiUrl: 'http://localhost:1/api' })
  await expect(local(`${origin}/small.log`)).resolves.toBeDefined()
  await expect(local('http://example.com/small.log')).rejects.toMatchObject({ reason: 'invalid' })
  await expect(local('file://localhost/etc/passwd')).rejects.toMatchObject({ reason: 'invalid' })
})
