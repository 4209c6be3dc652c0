/** Downloads of what people uploaded, and the address that the app's uploads go to. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { uploadsOf } from './file-methods.ts'
import type { Slack } from './method.ts'
import { bodyOf, tokenOf } from './web-api.ts'

/** What a request without the right token gets, with status 200. */
const SIGN_IN = '<!DOCTYPE html><html><head><title>Sign in to Local | Slack</title></head><body>Sign in</body></html>'

export function createFileServer({ world }: Slack) {
  return {
    async download(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const id = /-(F\w+)\//.exec(path)?.[1] ?? ''
      const token = world.tokens.get(tokenOf(request) ?? '')
      world.calls.push({ method: 'download', args: { id }, token: token?.value, at: world.now(), status: 200 })
      const file = world.files.get(id)
      if (!file) return void response.writeHead(404, { 'content-type': 'text/html' }).end(SIGN_IN)
      if (!token || token.revoked || !token.scopes.has('files:read'))
        return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(SIGN_IN)
      if (file.redirect) return void response.writeHead(302, { location: file.redirect }).end()
      response.writeHead(200, { 'content-type': file.mediaType, 'content-length': file.content.length })
      response.on('error', () => {})
      response.end(file.content)
    },
    async upload(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const body = await bodyOf(request)
      const upload = uploadsOf(world).get(id)
      world.calls.push({ method: 'upload', args: { id }, token: undefined, at: world.now(), status: 200 })
      if (!upload) return void response.writeHead(404).end('not found')
      const type = request.headers['content-type'] ?? ''
      let content: Uint8Array = body
      if (type.startsWith('multipart/form-data')) {
        const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
        const part = [...form.values()].find((value) => typeof value !== 'string')
        content = part ? new Uint8Array(await part.arrayBuffer()) : body
      }
      upload.content = content
      if (content.length !== upload.length)
        world.problems.push(`upload of ${content.length} bytes, announced ${upload.length}`)
      response.writeHead(200).end(`OK - ${content.length}`)
    },
  }
}
