/**
 * Mistakes that the value alone shows: cut off, wrongly encoded, wrapped, no UserSig at all, of another version or
 * purpose, or with fields missing.
 */
import type { DecodedUserSig, UserSigState } from './decode-usersig.ts'
import type { Wrapping } from './extract.ts'

export interface Finding {
  /** For programs, such as `expired`. */
  readonly id: string
  /** Error codes that this explains, likeliest first. */
  readonly codes: readonly string[]
  /** What was found; continues "This UserSig: ". Never quotes the value. */
  readonly says: string
  /** What to do first. */
  readonly fix: string
  /** The variables of `says`, for translation: seconds, points in time, ids. */
  readonly values?: Readonly<Record<string, string | number>>
}

type Said = Omit<Finding, 'id'>

const INVALID = ['70003', '70005'] as const
const LIBRARY = 'Generate it with the official library of your language, and pass its result on unchanged.'

const OF_STATE: Readonly<Record<Exclude<UserSigState, 'whole'>, Said>> = {
  empty: {
    codes: ['70002'],
    says: 'empty: it has a length of 0',
    fix: "Wait for your server's answer before login(), and read the right field of it.",
  },
  truncated: {
    codes: ['70003'],
    says: 'cut off: it begins well and its end is missing',
    fix: 'Compare its length where it is made and where it is used; look for a short database column or a cut log line.',
  },
  damaged: {
    codes: ['70003', '70005'],
    says: 'damaged: at least one character was changed, lost or added inside',
    fix: 'Compare it letter by letter with what the generator printed.',
  },
  unpacked: {
    codes: INVALID,
    says: 'not compressed: it is the JSON alone or only in base64',
    fix: `Deflate the JSON with zlib before base64. ${LIBRARY}`,
  },
  gzip: { codes: INVALID, says: 'compressed with gzip in place of zlib', fix: `Use zlib's deflate. ${LIBRARY}` },
  'raw deflate': {
    codes: INVALID,
    says: 'compressed with raw deflate, without the zlib header',
    fix: `Use zlib's deflate with header (RFC 1950). ${LIBRARY}`,
  },
  'web token': {
    codes: INVALID,
    says: 'a JSON Web Token of some other login, not a UserSig',
    fix: 'Pass the UserSig that your server makes with the Chat secret key.',
  },
  'secret key': {
    codes: INVALID,
    says: 'not a UserSig but 64 hex digits, as a secret key has: whoever has that can sign for every user',
    fix: 'If it is your secret key, change it in the console now: it has been shown here. Pass the UserSig, which begins with eJ.',
  },
  word: {
    codes: INVALID,
    says: 'not a UserSig but the word that a program prints for a value that is not there',
    fix: "Wait for your server's answer before login(), and read the right field of it.",
  },
  other: {
    codes: INVALID,
    says: 'not a UserSig: one begins with eJ and opens with zlib',
    fix: `Look for the place where another value is passed in its stead. ${LIBRARY}`,
  },
}

const OF_WRAPPING: Readonly<Record<Wrapping, Said>> = {
  'percent-encoded': {
    codes: INVALID,
    says: 'percent-encoded (%2A): right in an address, wrong in login()',
    fix: 'Decode it once before it is passed to the SDK, and encode it only once in an address.',
  },
  'white space': {
    codes: INVALID,
    says: 'broken by spaces or line ends, which are not part of it',
    fix: 'Take line ends and spaces out, and tell the base64 encoder not to wrap lines.',
  },
  quotes: {
    codes: INVALID,
    says: 'in quotation marks; if the app passes these too, they are the fault',
    fix: 'Pass the value without the quotation marks.',
  },
}

const HMAC_BYTES = 32
const REQUIRED_FIELDS = [
  ['userId', 'TLS.identifier'],
  ['sdkAppId', 'TLS.sdkappid'],
  ['time', 'TLS.time'],
  ['expire', 'TLS.expire'],
  ['signature', 'TLS.sig'],
] as const

export function formFindings({ state, wrappings, alphabet, foreign, trailing, fields }: DecodedUserSig): Finding[] {
  const { version, signature } = fields
  const found: Finding[] = []
  const add = (id: string, said: Said) => found.push({ id, ...said })
  if (state !== 'whole') add(state.replace(' ', '-'), OF_STATE[state])
  if (alphabet === 'base64')
    add('plain-base64', {
      codes: INVALID,
      says: 'in plain base64: the characters + / = are still in it',
      fix: 'Replace + by *, / by - and = by _ as the last step of the generator.',
    })
  if (alphabet === 'base64url')
    add('base64url', {
      codes: INVALID,
      says: 'in base64url, which is another alphabet: there - stands for + and _ for /',
      fix: 'Encode with plain base64, then replace + by *, / by - and = by _.',
    })
  if (foreign.length > 0)
    add('foreign-characters', {
      codes: INVALID,
      says: `holds characters that no UserSig has: ${foreign.join(' ')}`,
      fix: 'Look for what puts them in: an ellipsis of a log, a chat program, a wrong text encoding.',
      values: { characters: foreign.join(' ') },
    })
  if (trailing)
    add('trailing', {
      codes: INVALID,
      says: 'followed by something that does not belong to it',
      fix: 'Cut off what follows its end; two values may have been joined.',
    })
  // Quotes or spaces around other text are no mistake.
  for (const wrapping of state === 'other' ? [] : wrappings) add(wrapping.replace(' ', '-'), OF_WRAPPING[wrapping])
  if (version === 1)
    add('version-1', {
      codes: ['70009', '70016'],
      says: 'version 1 (ECDSA, a pair of keys): a newer app refuses it with 70009, an old app without a public key with 70016',
      fix: 'Generate it with a current official library (version 2, HMAC-SHA256) and the secret key of the console.',
    })
  if (fields.userbuf !== undefined)
    add('private-map-key', {
      codes: ['70003', '70009'],
      says: 'a private-map key (it has TLS.userbuf, the right to enter a room), not a login signature',
      fix: 'Call genUserSig (or genSig without userbuf) for login; genPrivateMapKey is for TRTC rooms.',
    })
  const missing = REQUIRED_FIELDS.filter(([key]) => fields[key] === undefined).map(([, name]) => name)
  if (state === 'whole' && missing.length > 0)
    add('fields-missing', {
      codes: ['70003', '70005'],
      says: `fields are missing or of the wrong type: ${missing.join(', ')}`,
      fix: 'Generate it with the official library of your language.',
      values: { fields: missing.join(', ') },
    })
  const bytes = signature === undefined ? HMAC_BYTES : Buffer.from(signature, 'base64').length
  if (version === 2 && state === 'whole' && bytes !== HMAC_BYTES)
    add('no-signature', {
      codes: ['70003', '70009'],
      says: `TLS.sig is no HMAC-SHA256: it has ${bytes} bytes, not ${HMAC_BYTES}`,
      fix: 'Generate it with the official library of your language.',
      values: { bytes },
    })
  return found
}
