/**
 * Opens a UserSig offline: JSON, deflated by zlib, in base64 whose `+ / =` are written `* - _`. Takes any text and never
 * throws.
 */
import { constants, inflateRawSync, inflateSync } from 'node:zlib'
import { type Extracted, extractUserSig } from './extract.ts'

/** The fields of a UserSig. One that is cut off is left out. */
export interface UserSigFields {
  /** 2: HMAC, one secret key. 1: ECDSA, a pair of keys. Absent when no field that is left tells. */
  readonly version?: 1 | 2
  readonly userId?: string
  readonly sdkAppId?: number
  /** Time of issue as written: seconds since 1970, unless the generator is wrong. */
  readonly time?: number
  /** Validity as written: seconds, unless the generator is wrong. */
  readonly expire?: number
  /** Base64. Only a private-map key, which admits to TRTC rooms, has it. */
  readonly userbuf?: string
  /** Base64. */
  readonly signature?: string
}

/**
 * What the text is.
 * - `whole`: it opens completely. `truncated`: the end is missing. `damaged`: some character is wrong.
 * - `unpacked`: the JSON itself, or base64 of it: the generator left out a step.
 * - `gzip`, `raw deflate`: compressed in another format than zlib's.
 * - `web token`, `secret key`, `word`: no UserSig at all; `word` is what a program prints for a missing value.
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

/** How `+ / =` are written. `vendor` is correct. */
export type Alphabet = 'vendor' | 'base64' | 'base64url'

export interface DecodedUserSig extends Extracted {
  readonly state: UserSigState
  readonly fields: UserSigFields
  /** `vendor` also where no character tells. */
  readonly alphabet: Alphabet
  /** Distinct characters that no UserSig contains, at most five. */
  readonly foreign: readonly string[]
  /** Something follows the UserSig. */
  readonly trailing: boolean
}

/** A UserSig inflates to less than 1 KB; the bound stops a decompression bomb. */
const MAX_BYTES = 64 * 1024
const SYNC = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_BYTES }
const ALPHABETS: Readonly<Record<'vendor' | 'base64url', Readonly<Record<string, string>>>> = {
  vendor: { '*': '+', '-': '/', _: '=' },
  base64url: { '-': '+', _: '/' },
}
/** Shorter text that does not open never was a UserSig. */
const MIN_LENGTH = 20
const WORDS = /^(?:undefined|null|nil|none|nan|true|false|\[object \w+\]|<null>|\(null\)|\$?\{\w*\})$/i

interface Content {
  readonly fields: UserSigFields
  /** The JSON is complete. */
  readonly whole: boolean
}

const STRING = String.raw`"((?:[^"\\]|\\.)*)"`
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)\s*[,}]`

/** The fields of JSON that breaks off; a number at the very end may be cut and is left out. */
function readBroken(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [, name = '', words, digits] of text.matchAll(
    new RegExp(`"(TLS\\.\\w+)"\\s*:\\s*(?:${STRING}|${NUMBER})`, 'g'),
  )) {
    try {
      found[name] = words === undefined ? Number(digits) : JSON.parse(`"${words}"`)
    } catch {
      // This field is damaged; others may still be good.
    }
  }
  return found
}

function readWhole(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Version 1 writes its numbers as text. */
function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : undefined
}
const textIn = (value: unknown) => (typeof value === 'string' ? value : undefined)

function versionOf(raw: Readonly<Record<string, unknown>>): 1 | 2 | undefined {
  if ('TLS.ver' in raw || 'TLS.sdkappid' in raw || 'TLS.expire' in raw) return 2
  return ['TLS.version', 'TLS.sdk_appid', 'TLS.expire_after', 'TLS.account_type', 'TLS.appid_at_3rd'].some(
    (name) => name in raw,
  )
    ? 1
    : undefined
}

/** Reads JSON, complete or cut off. Undefined for text without any field of a UserSig. */
function readContent(text: string): Content | undefined {
  const json = readWhole(text)
  const raw = json ?? readBroken(text)
  if (!Object.keys(raw).some((name) => name.startsWith('TLS.'))) return undefined
  const given = {
    version: versionOf(raw),
    userId: textIn(raw['TLS.identifier']),
    sdkAppId: numberIn(raw['TLS.sdkappid'] ?? raw['TLS.sdk_appid']),
    time: numberIn(raw['TLS.time']),
    expire: numberIn(raw['TLS.expire'] ?? raw['TLS.expire_after']),
    userbuf: textIn(raw['TLS.userbuf']),
    signature: textIn(raw['TLS.sig']),
  }
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as UserSigFields
  return { fields, whole: json !== undefined }
}

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

/** Inflates as far as the bytes are intact. */
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
  // Damaged: everything before the wrong byte can be read, so search for the longest prefix that inflates.
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

/** How much the attempt recovered; more is better. */
const worth = ({ state, content }: Opened) =>
  Object.keys(content?.fields ?? {}).length + (state === 'whole' ? 20 : state === 'truncated' ? 1 : 0)

type Read = Pick<DecodedUserSig, 'state'> & Partial<Pick<DecodedUserSig, 'fields' | 'alphabet' | 'trailing'>>

/** Identifies text that is no zlib output. */
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
  // zlib's usual level begins with eJ, the other levels with eA, eF and eN.
  if (!/^e[AFJN]/.test(token) || WORDS.test(token)) return readOther(token)
  const tries = (['vendor', 'base64url'] as const).map((alphabet) => ({
    alphabet,
    ...open(toBytes(token, alphabet)),
  }))
  const [vendor, url] = tries
  const best = vendor && url && worth(url) > worth(vendor) ? url : vendor
  if (!best) return { state: 'other' }
  const { state, content, trailing } = best
  // It opens but holds something else, or only its first letters look like a UserSig.
  const hopeless = state === 'damaged' && (!token.startsWith('eJ') || token.length < MIN_LENGTH)
  if (!content && (state === 'whole' || hopeless)) return readOther(token)
  const alphabet = best.alphabet === 'base64url' ? 'base64url' : /[+/=]/.test(token) ? 'base64' : 'vendor'
  const cut = state === 'whole' && content?.whole === false ? 'truncated' : state
  return { state: cut, fields: content?.fields ?? {}, alphabet, trailing }
}

/** @param pasted the value, or the URL, field or quotation that contains it */
export function decodeUserSig(pasted: string): DecodedUserSig {
  const extracted = extractUserSig(pasted)
  const found = read(extracted.token)
  const isToken = ['whole', 'truncated', 'damaged'].includes(found.state)
  const foreign = isToken ? [...new Set(extracted.token.match(/[^A-Za-z0-9*_+/=-]/gu) ?? [])].slice(0, 5) : []
  return { fields: {}, alphabet: 'vendor', trailing: false, foreign, ...found, ...extracted }
}
