/** Opens a UserSig offline: JSON, deflated by zlib, in base64 whose `+ / =` are written `* - _`. Total: any text. */
import { constants, inflateRawSync, inflateSync } from 'node:zlib'
import { type Extracted, extractUserSig } from './extract.ts'
import { type Content, readContent, type UserSigFields } from './fields.ts'

/**
 * What the text is.
 * - `whole`: opens to its end. `truncated`: its beginning opens, its end is missing. `damaged`: a character in it is wrong.
 * - `unpacked`: the JSON itself, or base64 of it: a step of the generator was left out.
 * - `gzip`, `raw deflate`: packed in another way than zlib's.
 * - `web token`, `secret key`, `word`: something else altogether; `word` is what a program prints for nothing.
 */
export type UserSigState =
  | 'empty'
  | 'whole'
  | 'truncated'
  | 'damaged'
  | 'unpacked'
  | 'gzip'
  | 'raw deflate'
  | 'web token'
  | 'secret key'
  | 'word'
  | 'other'

/** Which characters stand for `+ / =`. `vendor` is the right one. */
export type Alphabet = 'vendor' | 'base64' | 'base64url'

export interface DecodedUserSig extends Extracted {
  readonly state: UserSigState
  readonly fields: UserSigFields
  /** `vendor` too where no character tells. */
  readonly alphabet: Alphabet
  /** Characters that never stand in a UserSig, each once, at most five. */
  readonly foreign: readonly string[]
  /** Something follows the end of the UserSig. */
  readonly trailing: boolean
}

/** A UserSig opens to less than 1 KB; a bomb must not. */
const MAX_BYTES = 64 * 1024
const SYNC = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_BYTES }
const ALPHABETS: Readonly<Record<'vendor' | 'base64url', Readonly<Record<string, string>>>> = {
  vendor: { '*': '+', '-': '/', _: '=' },
  base64url: { '-': '+', _: '/' },
}
/** Shorter text that does not open was never a UserSig. */
const SHORTEST = 20
const WORDS = /^(?:undefined|null|nil|none|nan|true|false|\[object \w+\]|<null>|\(null\)|\$?\{\w*\})$/i

const toBytes = (token: string, alphabet: 'vendor' | 'base64url') =>
  Buffer.from(
    token.replace(/[*_-]/g, (mark) => ALPHABETS[alphabet][mark] ?? mark),
    'base64',
  )

const tryTo = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

interface Opened {
  readonly state: 'whole' | 'truncated' | 'damaged'
  readonly content: Content | undefined
  readonly trailing: boolean
}

/** Inflates as far as the bytes are good. */
function open(bytes: Buffer): Opened {
  const full = tryTo(() => inflateSync(bytes, { info: true, maxOutputLength: MAX_BYTES })) as unknown as
    | { buffer: Buffer; engine: { bytesWritten: number } }
    | undefined
  if (full) {
    const content = readContent(full.buffer.toString('utf8'))
    return { state: 'whole', content, trailing: full.engine.bytesWritten < bytes.length }
  }
  const synced = tryTo(() => inflateSync(bytes, SYNC))
  if (synced) return { state: 'truncated', content: readContent(synced.toString('utf8')), trailing: false }
  // Damaged: everything before the wrong place can be read. A longer beginning than a bad one is bad too.
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (tryTo(() => inflateSync(bytes.subarray(0, middle), SYNC))) good = middle
    else bad = middle
  }
  const rest = tryTo(() => inflateSync(bytes.subarray(0, good), SYNC))
  return { state: 'damaged', content: rest && readContent(rest.toString('utf8')), trailing: false }
}

/** How much was gained; more is better. */
const worth = ({ state, content }: Opened) =>
  Object.keys(content?.fields ?? {}).length + (state === 'whole' ? 20 : state === 'truncated' ? 1 : 0)

type Read = Pick<DecodedUserSig, 'state'> & Partial<Pick<DecodedUserSig, 'fields' | 'alphabet' | 'trailing'>>

/** What does not begin like zlib's output: which other thing it is. */
function readOther(token: string): Read {
  if (/^[0-9a-f]{64}$/i.test(token)) return { state: 'secret key' }
  if (WORDS.test(token)) return { state: 'word' }
  if (/^eyJ[\w-]+\.[\w-]+/.test(token)) return { state: 'web token' }
  const plain = readContent(token)
  if (plain) return { state: 'unpacked', fields: plain.fields }
  const bytes = toBytes(token, 'vendor')
  const json = readContent(bytes.toString('utf8'))
  if (json) return { state: 'unpacked', fields: json.fields }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { state: 'gzip' }
  const raw = tryTo(() => inflateRawSync(bytes, { maxOutputLength: MAX_BYTES }))
  const content = raw && readContent(raw.toString('utf8'))
  return content ? { state: 'raw deflate', fields: content.fields } : { state: 'other' }
}

function read(token: string): Read {
  if (token === '') return { state: 'empty' }
  // zlib at its usual level; the other levels begin a little differently.
  if (!/^e[AFJN]/.test(token) || WORDS.test(token)) return readOther(token)
  const tries = (['vendor', 'base64url'] as const).map((alphabet) => ({
    alphabet,
    ...open(toBytes(token, alphabet)),
  }))
  const [vendor, url] = tries
  const best = vendor && url && worth(url) > worth(vendor) ? url : vendor
  if (!best) return { state: 'other' }
  const { state, content, trailing } = best
  // It opens and holds something else, or only the first letters look like one.
  const hopeless = state === 'damaged' && (!token.startsWith('eJ') || token.length < SHORTEST)
  if (!content && (state === 'whole' || hopeless)) return readOther(token)
  const alphabet = best.alphabet === 'base64url' ? 'base64url' : /[+/=]/.test(token) ? 'base64' : 'vendor'
  const cut = state === 'whole' && content?.whole === false ? 'truncated' : state
  return { state: cut, fields: content?.fields ?? {}, alphabet, trailing }
}

/** @param pasted the value, or the address, field or quotation that holds it */
export function decodeUserSig(pasted: string): DecodedUserSig {
  const extracted = extractUserSig(pasted)
  const found = read(extracted.token)
  const isToken = ['whole', 'truncated', 'damaged'].includes(found.state)
  const foreign = isToken ? [...new Set(extracted.token.match(/[^A-Za-z0-9*_+/=-]/gu) ?? [])].slice(0, 5) : []
  return {
    fields: {},
    alphabet: 'vendor' as const,
    trailing: false,
    foreign,
    ...found,
    ...extracted,
  }
}
