/** Looks for secrets in a log of any size: cheaply for what they begin with, carefully only around that. */
import type { Redactor } from '../redact/redact.ts'
import { decodeBytes } from './decode.ts'

/*
 * What a secret worth looking for begins with or stands behind. Every secret rule of data/redaction.yaml has an example
 * that this finds; a test says so. The whole log runs through it, so it decides how fast a scan is.
 */
/** Signs with a letter that logs seldom hold. Each begins with that letter: the engine jumps from one to the next. */
const RARE = new RegExp(
  [
    /x(?:(?<=xox)[a-z]-|app-)/,
    /J(?<=eyJ|eJ(?=[A-Za-z0-9*_-]{20}))/,
    /K(?:(?<=AK)I[DA]|(?<=PRIVATE K)EY)/,
    /z(?<=AIz|[aA]uthoriz)a/,
    /k(?:(?<=[tT]ok)en["'\\]{0,3} ?[=:]|(?<=hook)s\.slack|(?<=api\/webhook)s|(?<=[cC]ook)ie["'\\]{0,3}:)/,
    /w(?<=[pP]assw)/,
    /LTAI/,
    /@(?<=:\/\/[^\s/:@]{1,64}:[^\s/@]{1,100}@)/,
  ]
    .map((sign) => sign.source)
    .join('|'),
  'g',
)
/** Signs of common letters only. */
const COMMON = /[uU]ser_?[sS]ig["'\\]{0,3} ?[=:]|USERSIG|[sS]ecret|SECRET|ASIA/g
/** A sign may be found in its middle: at the end of an address with a password. */
const LONGEST_SIGN = 170
const BEFORE = 100 + LONGEST_SIGN
const AFTER = 2000
/** A long secret holds many beginnings of secrets; what stands this close was looked at. */
const STEP = 100
/** A log that speaks of passwords in every line must not be read twice; what it holds shows earlier than this. */
const MOST_LOOKS = 2000

export interface SecretFinder {
  /** Looks at a stretch of a block. */
  read(text: string, from: number, to: number): void
  /** Names of the kinds found, in the order in which they stood. */
  readonly found: readonly string[]
}

/** A search for signs that does not look twice at what it knows. */
function createSearch(pattern: RegExp, text: string): (from: number) => number {
  let next = -1
  return (from) => {
    if (next >= from) return next
    pattern.lastIndex = from
    next = pattern.exec(text)?.index ?? Infinity
    return next
  }
}

export function createSecretFinder(redactor: Redactor): SecretFinder {
  const found = new Set<string>()
  let looks = 0
  return {
    read(text, from, to) {
      const [rare, common] = [createSearch(RARE, text), createSearch(COMMON, text)]
      for (let at = from; looks < MOST_LOOKS; at += STEP) {
        at = Math.min(rare(at), common(at))
        if (at >= to) return
        looks++
        const stretch = text.slice(Math.max(0, at - BEFORE), at + AFTER)
        for (const { name } of redactor.secretsIn(decodeBytes(stretch))) found.add(name)
      }
    },
    get found() {
      return [...found]
    },
  }
}
