/** Downloads people's uploads, and uploads exports. */
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Attachment } from '../../../src/chat/card.ts'
import type { ConversationRef, FileRef } from '../../../src/chat/event.ts'
import { TIMES } from '../limits.ts'
import { asList, asObject, asText, type Payload } from './payload.ts'
import type { Api } from './web-api.ts'

const SLACK_HOSTS = /(^|\.)(slack\.com|slack-gov\.com|slack-files\.com)$/
const MAX_REDIRECTS = 3
const HTML = /^\s*(<!doctype|<html)/i

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** Lets requests with the bot's token go only to Slack's hosts and the configured host. @throws DeliveryError */
export function checkedAddress(url: string, apiUrl: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const slack = address?.protocol === 'https:' && address.port === '' && SLACK_HOSTS.test(address.hostname)
  const api = new URL(apiUrl)
  const samePort = address?.protocol === api.protocol && address.port === api.port
  const configured =
    samePort && (address.hostname === api.hostname || (isLoopback(address.hostname) && isLoopback(api.hostname)))
  if (!address || !(slack || configured))
    throw new DeliveryError('invalid', 'This file does not lie on Slack, so I do not open it. Upload it to Slack.')
  return address
}

const tooLarge = (name: string) => new DeliveryError('invalid', `${name} is too large for me to read.`)
/** Without the scope or the membership Slack answers 200 with its sign-in page. */
const signInPage = () =>
  new DeliveryError(
    'forbidden',
    'Slack asks to sign in instead of handing over the file. Give the app the scope files:read, reinstall it, and invite me to the channel.',
  )

/** Passes the bytes on; throws at a sign-in page or beyond `maxBytes`. */
async function* guarded(
  body: AsyncIterable<Uint8Array>,
  file: FileRef,
  maxBytes: number,
  mayBeHtml: boolean,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    if (bytes === 0 && !mayBeHtml && HTML.test(new TextDecoder().decode(chunk.subarray(0, 200)))) throw signInPage()
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(file.name)
    yield chunk
  }
}

export function createFiles(api: Api, apiUrl: string, tokenOf: (team: string) => Promise<string>) {
  async function fetchFile(url: string, token: string): Promise<Response> {
    let address = checkedAddress(url, apiUrl)
    const signal = AbortSignal.timeout(TIMES.download)
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      // `fetch` drops the token on a redirect to another host, so we follow redirects to allowed hosts ourselves.
      const headers = { Authorization: `Bearer ${token}` }
      const response = await fetch(address, { headers, redirect: 'manual', signal })
      if (response.status < 300 || response.status >= 400) return response
      await response.body?.cancel()
      address = checkedAddress(new URL(response.headers.get('location') ?? '', address).href, apiUrl)
    }
    throw new DeliveryError('unavailable', 'Slack sends me from one address to the next for this file.')
  }

  return {
    /** Looks up files that the event only names, without details (`check_file_info`). */
    async withFileInfo(team: string, message: Payload): Promise<Payload> {
      const files = asList(message.files)
      if (!files.some((file) => file.file_access === 'check_file_info')) return message
      const completed = await Promise.all(
        files.map(async (file) => {
          if (file.file_access !== 'check_file_info') return file
          const answer = await api.call(team, 'files.info', { file: file.id }).catch((): Payload => ({}))
          return { ...file, ...asObject(answer.file) }
        }),
      )
      return { ...message, files: completed }
    },

    async open(file: FileRef, { workspace }: ConversationRef, maxBytes: number): Promise<AsyncIterable<Uint8Array>> {
      if (file.size > maxBytes) throw tooLarge(file.name)
      checkedAddress(file.url, apiUrl)
      const response = await fetchFile(file.url, await tokenOf(workspace)).catch((error: unknown) => {
        if (error instanceof DeliveryError) throw error
        throw new DeliveryError('unavailable', `${file.name} could not be loaded from Slack.`, { cause: error })
      })
      const type = response.headers.get('content-type') ?? ''
      const mayBeHtml = /html/i.test(file.mediaType) || /\.html?$/i.test(file.name)
      const refuse = async (error: DeliveryError) => {
        await response.body?.cancel()
        throw error
      }
      if (response.status === 404 || response.status === 410)
        return refuse(new DeliveryError('gone', `${file.name} was deleted.`))
      if (response.status === 401 || response.status === 403) return refuse(signInPage())
      if (!response.ok || !response.body)
        return refuse(new DeliveryError('unavailable', `Slack answers ${response.status} for ${file.name}.`))
      if (/text\/html/i.test(type) && !mayBeHtml) return refuse(signInPage())
      if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return refuse(tooLarge(file.name))
      return guarded(response.body, file, maxBytes, mayBeHtml)
    },

    /** Uploads a file to a channel that the bot may write to. @throws DeliveryError */
    async upload(team: string, channel: string, thread: string | undefined, attachment: Attachment): Promise<void> {
      const { name, content, mediaType } = attachment
      const bytes = Buffer.from(content)
      const asked = await api.call(team, 'files.getUploadURLExternal', { filename: name, length: bytes.length })
      const address = checkedAddress(asText(asked.upload_url), apiUrl)
      const sent = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': mediaType },
        body: bytes,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMES.download),
      }).catch((error: unknown) => {
        throw new DeliveryError('unavailable', `${name} could not be uploaded to Slack.`, { cause: error })
      })
      await sent.body?.cancel()
      if (!sent.ok) throw new DeliveryError('unavailable', `Slack answers ${sent.status} to the upload of ${name}.`)
      await api.call(team, 'files.completeUploadExternal', {
        files: [{ id: asked.file_id, title: name }],
        channel_id: channel,
        ...(thread ? { thread_ts: thread } : {}),
      })
    },
  }
}

export type Files = ReturnType<typeof createFiles>
