/** Mistakes in how a UserSig is written: cut, encoded by the wrong alphabet, wrapped, or something else altogether. */
import type { DecodedUserSig, UserSigState } from './decode-usersig.ts'
import type { Wrapping } from './extract.ts'

export interface Finding {
  /** A short name for programs, such as `expired`. */
  readonly id: string
  /** The error codes that this explains, the likeliest first. */
  readonly codes: readonly string[]
  /** What was found, in words that go on after "This UserSig: ". Never quotes the value. */
  readonly says: string
  /** What to do first. */
  readonly fix: string
  /** What `says` names, for saying it in another language: numbers of seconds, moments, ids. */
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

export function formFindings({ state, wrappings, alphabet, foreign, trailing }: DecodedUserSig): Finding[] {
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
  // Around something else the wrapping is no fault of anybody.
  for (const wrapping of state === 'other' ? [] : wrappings) add(wrapping.replace(' ', '-'), OF_WRAPPING[wrapping])
  return found
}
