/** What stands inside a UserSig: its JSON, whole or as far as it goes. */

/** The fields that were found. A field is only given when it was read to its end. */
export interface UserSigFields {
  /** 2: HMAC, one secret key. 1: ECDSA, a pair of keys. Absent when what would tell it is lost. */
  readonly version?: 1 | 2
  readonly userId?: string
  readonly sdkAppId?: number
  /** When it was issued, as written: seconds since 1970 unless the generator is wrong. */
  readonly time?: number
  /** How long it is valid, as written: seconds unless the generator is wrong. */
  readonly expire?: number
  /** Base64, as written. A UserSig that has it opens rooms: a private-map key. */
  readonly userbuf?: string
  /** The signature, base64. */
  readonly signature?: string
}

/** Undefined for text that holds no field of a UserSig. */
export interface Content {
  readonly fields: UserSigFields
  /** The JSON was read to its end. */
  readonly whole: boolean
}

const STRING = String.raw`"((?:[^"\\]|\\.)*)"`
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)\s*[,}]`

/** The fields of JSON that breaks off, by name; a number at the very end may be cut and is left out. */
function readBroken(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [, name = '', words, digits] of text.matchAll(
    new RegExp(`"(TLS\\.\\w+)"\\s*:\\s*(?:${STRING}|${NUMBER})`, 'g'),
  )) {
    try {
      found[name] = words === undefined ? Number(digits) : JSON.parse(`"${words}"`)
    } catch {
      // Damaged inside: the other fields may still be good.
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

export function readContent(text: string): Content | undefined {
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
