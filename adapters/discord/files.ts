/** Opens what people uploaded, from Discord's own hosts only and never more than asked. */
import { DeliveryError } from '../../src/chat/adapter.ts'
import type { FileRef } from '../../src/chat/event.ts'
import { TIMES } from './limits.ts'
import type { DiscordOptions } from './options.ts'

const HOSTS: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net']
const LOCAL: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Discord's hosts over HTTPS; an API of one's own (a proxy, a test) may serve files itself. */
function mayOpen(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, hostname } = new URL(url)
  if (!/^https?:$/.test(protocol)) return false
  const api = new URL(apiUrl).hostname
  return (
    (protocol === 'https:' && HOSTS.includes(host)) ||
    (hostname === api && !hostname.endsWith('discord.com')) ||
    // This machine has several names.
    (LOCAL.includes(api) && LOCAL.includes(hostname))
  )
}

async function* limited(body: ReadableStream<Uint8Array>, name: string, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  // `for await` of a web stream cancels it when the reader leaves.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > most) throw new DeliveryError('invalid', `${name} is larger than ${most} bytes`)
    yield chunk
  }
}

export async function openFile(
  file: FileRef,
  maxBytes: number,
  { apiUrl }: Pick<DiscordOptions, 'apiUrl'>,
): Promise<AsyncIterable<Uint8Array>> {
  if (!mayOpen(file.url, apiUrl)) throw new DeliveryError('invalid', `${file.name} is not on Discord's file host`)
  // Discord tells the size before; a content that is longer is not the file that was told of.
  const most = file.size > 0 && file.size < maxBytes ? file.size : maxBytes
  const tooLarge = () => new DeliveryError('invalid', `${file.name} is larger than ${most} bytes`)
  if (file.size > maxBytes) throw tooLarge()
  let response: Response
  try {
    response = await fetch(file.url, { redirect: 'error', signal: AbortSignal.timeout(TIMES.download) })
  } catch (error) {
    // The error's own text may hold the signed address.
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
  return limited(body, file.name, most)
}

/** Bytes of a file that are read when somebody asks to have one message explained. */
const MOST_EXPLAINED = 512 * 1024
const MOST_FILES = 3
const isText = ({ name, mediaType }: FileRef) =>
  /\.(log|txt|json|jsonl|ndjson|csv|out|xlog)$/i.test(name) || /^(text\/|application\/json)/i.test(mediaType)

/** UTF-8, or UTF-16 where the file begins by saying so, as logs of Windows do. */
function decode(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** The text of a message's small text files. One that cannot be read is left out: the message itself may say enough. */
export async function textOfFiles(
  files: readonly FileRef[],
  options: Pick<DiscordOptions, 'apiUrl' | 'log'>,
): Promise<string> {
  const texts: string[] = []
  for (const file of files.filter((candidate) => isText(candidate)).slice(0, MOST_FILES)) {
    try {
      const pieces: Uint8Array[] = []
      for await (const piece of await openFile(file, MOST_EXPLAINED, options)) pieces.push(piece)
      texts.push(decode(Buffer.concat(pieces)))
    } catch (error) {
      options.log.warn({ size: file.size, err: error }, 'Discord: a file could not be read')
    }
  }
  return texts.join('\n')
}
