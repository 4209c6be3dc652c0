/** Opens uploaded files, from Discord's own hosts only and up to a size limit. */
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { FileRef } from '../../../src/chat/event.ts'
import { TIMES } from '../limits.ts'
import type { DiscordOptions } from '../options.ts'

const HOSTS: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net']
const LOCAL: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Allows Discord's hosts over HTTPS, and the API's own host where the API is a proxy or a local test server. */
function mayOpen(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, hostname } = new URL(url)
  if (!/^https?:$/.test(protocol)) return false
  const api = new URL(apiUrl).hostname
  return (
    (protocol === 'https:' && HOSTS.includes(host)) ||
    (hostname === api && !hostname.endsWith('discord.com')) ||
    // localhost has several names.
    (LOCAL.includes(api) && LOCAL.includes(hostname))
  )
}

async function* limited(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  tooLarge: () => Error,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  // `for await` of a web stream cancels it when the reader leaves.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge()
    yield chunk
  }
}

/** @throws DeliveryError for another host, a file that cannot be read, or one that is larger than `maxBytes` */
export async function openFile(
  file: FileRef,
  maxBytes: number,
  { apiUrl }: Pick<DiscordOptions, 'apiUrl'>,
): Promise<AsyncIterable<Uint8Array>> {
  if (!mayOpen(file.url, apiUrl)) throw new DeliveryError('invalid', `${file.name} is not on Discord's file host`)
  // Content longer than the announced size is not the announced file.
  const most = file.size > 0 && file.size < maxBytes ? file.size : maxBytes
  const tooLarge = () => new DeliveryError('invalid', `${file.name} is larger than ${most} bytes`)
  if (file.size > maxBytes) throw tooLarge()
  let response: Response
  try {
    response = await fetch(file.url, { redirect: 'error', signal: AbortSignal.timeout(TIMES.download) })
  } catch (error) {
    // Keep the error's message out: it may contain the signed URL.
    throw new DeliveryError('unavailable', `${file.name} could not be opened (${(error as Error).name})`)
  }
  const { ok, status, body } = response
  if (!ok || !body) {
    await body?.cancel()
    const gone = status === 404 || status === 403
    throw new DeliveryError(gone ? 'gone' : 'unavailable', `${file.name} could not be opened (status ${status})`)
  }
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await body.cancel()
    throw tooLarge()
  }
  return limited(body, most, tooLarge)
}
