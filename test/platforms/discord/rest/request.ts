/** Parses a request to the REST API; defines the shape of its routes. */
import type { IncomingMessage } from 'node:http'
import { isRecord, type Json } from '../world/protocol.ts'
import { refuse } from './api-error.ts'

export interface SentFile {
  /** The number in `files[0]`; `attachments` of the body refer to it. */
  readonly key: string
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

export interface Call {
  readonly method: string
  /** Decoded, without `/api/v10`. */
  readonly path: string
  readonly body: unknown
  readonly files: readonly SentFile[]
  readonly at: number
  /** 0 while in flight, and when the connection was cut. */
  status: number
}

export interface Asked {
  /** The groups of the route's pattern. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: Json
  /** For the routes whose body is a list. */
  readonly rawBody: unknown
  readonly files: readonly SentFile[]
  /** Names this request in `problems`. */
  readonly name: string
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: RegExp
  /** No bot token needed: interactions carry theirs in the path. */
  readonly open?: boolean
  /** Creates a message, so `failNext` applies by default. */
  readonly posts?: boolean
  /** 200 by default. */
  readonly status?: number
  /** @returns what to answer with `status`, or undefined for 204 */
  handle(asked: Asked): unknown
}

/** A pattern for a path where `:id` stands for one segment, such as `/channels/:id/messages`. */
export const path = (pattern: string) => new RegExp(`^${pattern.replaceAll(':id', '([^/]+)')}$`)

export async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: SentFile[] }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  if (raw.length === 0) return { body: undefined, files: [] }
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return { body: parse(raw.toString()), files: [] }
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData()
  const files: SentFile[] = []
  let body: unknown = {}
  for (const [key, value] of form.entries()) {
    if (typeof value === 'string') {
      if (key === 'payload_json') body = parse(value)
    } else
      files.push({
        key: /^files\[(\d+)\]$/.exec(key)?.[1] ?? key,
        name: value.name,
        type: value.type,
        content: new Uint8Array(await value.arrayBuffer()),
      })
  }
  return { body, files }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value) || Array.isArray(value)) return value
  } catch {}
  throw refuse(50109)
}
