/** files.*: what people upload, the app's own uploads in three steps, and the downloads. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { asList, asText, BOT_USER, SlackRefusal, type StoredFile } from '../workspace/model.ts'
import { fileJson } from '../workspace/payloads.ts'
import { OWN } from '../workspace/posting.ts'
import type { World } from '../workspace/world.ts'
import { contentOf } from './chat-methods.ts'
import { bodyOf, type Method, type Slack, tokenOf, writableChannel } from './method.ts'

const MEDIA: Readonly<Record<string, string>> = { log: 'text/plain', txt: 'text/plain', gz: 'application/gzip' }
const MORE_MEDIA: Readonly<Record<string, string>> = { json: 'application/json', csv: 'text/csv', html: 'text/html' }

const mediaTypeOf = (name: string) => {
  const end = name.split('.').at(-1) ?? ''
  return MEDIA[end] ?? MORE_MEDIA[end] ?? 'application/octet-stream'
}

export function addFile(world: World, name: string, content: Uint8Array, by: string): StoredFile {
  const file: StoredFile = { id: world.fresh('F'), name, content, mediaType: mediaTypeOf(name), by }
  world.files.set(file.id, file)
  return file
}

/** An announced upload: its bytes go to its URL, then it is completed. */
export interface Upload {
  readonly id: string
  readonly name: string
  readonly length: number
  content?: Uint8Array
}
const uploads = new WeakMap<World, Map<string, Upload>>()
export function uploadsOf(world: World): Map<string, Upload> {
  const known = uploads.get(world) ?? new Map<string, Upload>()
  uploads.set(world, known)
  return known
}

export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.info': {
    token: 'bot',
    scope: 'files:read',
    run({ world, args }) {
      const file = world.files.get(asText(args.file))
      if (!file) throw new SlackRefusal('file_not_found')
      return { file: fileJson(world, file), comments: [] }
    },
  },
  'files.getUploadURLExternal': {
    token: 'bot',
    scope: 'files:write',
    run({ world, args }) {
      const length = Number(args.length)
      const name = asText(args.filename)
      if (!name || !Number.isInteger(length) || length <= 0) throw new SlackRefusal('invalid_arguments')
      const id = world.fresh('F')
      uploadsOf(world).set(id, { id, name, length })
      return { file_id: id, upload_url: `${world.origin}/upload/v1/${id}` }
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    scope: 'files:write',
    run(asked) {
      const { world, args, posting } = asked
      const files = asList(args.files).map((item) => {
        const upload = uploadsOf(world).get(asText(item.id))
        if (!upload?.content || upload.content.length !== upload.length) throw new SlackRefusal('file_not_found')
        const file: StoredFile = { ...addFile(world, upload.name, upload.content, BOT_USER), id: upload.id }
        world.files.set(file.id, file)
        return file
      })
      if (files.length === 0) throw new SlackRefusal('invalid_arguments')
      if (args.channel_id !== undefined) {
        const channel = writableChannel({ ...asked, args: { channel: args.channel_id } })
        const threadTs = asText(args.thread_ts)
        const content = { ...contentOf(args), text: asText(args.initial_comment) }
        posting.post(channel, { ...OWN, ...content, files, subtype: 'file_share', ...(threadTs ? { threadTs } : {}) })
      }
      return { files: files.map((file) => fileJson(world, file)) }
    },
  },
}

/** The answer to a request without a valid token, with status 200. */
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
