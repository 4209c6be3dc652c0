/** Looks for secrets in a log of any size: cheaply for what they begin with, carefully only around that. */
import type { Redactor } from '../../redact/redact.ts'
import type { Block } from '../bytes/blocks.ts'
import { decodeBytes } from '../bytes/bytes-to-text.ts'
import type { Word } from '../sieve/sieve.ts'

/*
 * What a secret worth looking for begins with or stands behind. Every secret rule of data/redaction.yaml has an example
 * that this finds; a test says so.
 */
const BEGINNINGS = [
  ...['xox', 'xapp-', 'eyJ', 'eJ', 'AKI', 'ASIA', 'LTAI', 'AIza', 'PRIVATE KEY', '://'],
  ...['authoriza', 'Authoriza', 'token', 'Token', 'cookie', 'Cookie', 'hooks.slack', 'api/webhook'],
  ...['passw', 'Passw', 'secret', 'Secret', 'SECRET', 'USERSIG'],
  ...['usersig', 'userSig', 'user_sig', 'user_Sig', 'Usersig', 'UserSig', 'User_sig', 'User_Sig'],
]
/** The same in full, for the place where one of them begins. */
const SIGN = new RegExp(
  [
    /xox[a-z]-|xapp-|eyJ|eJ[A-Za-z0-9*_-]{20}|AKI[DA]|ASIA|LTAI|AIza|PRIVATE KEY/,
    /[aA]uthoriza|[pP]assw|[sS]ecret|SECRET|USERSIG|hooks\.slack|api\/webhooks/,
    /[cC]ookie["'\\]{0,3}:|[tT]oken["'\\]{0,3} ?[=:]|[uU]ser_?[sS]ig["'\\]{0,3} ?[=:]/,
    // A password in an address.
    /:\/\/[^\s/:@]{0,64}:[^\s/@]{1,100}@/,
  ]
    .map((sign) => sign.source)
    .join('|'),
  'y',
)
export const SIGNS: readonly Word[] = BEGINNINGS.map((text) => ({ kind: 'sign', text: text.slice(0, 11) }))
const BEFORE = 100
const AFTER = 2000
/** A long secret holds many beginnings of secrets; what stands this close was looked at. */
const STEP = 100
/** A log that speaks of passwords in every line must not be read twice; what it holds shows earlier than this. */
const MAX_LOOKS = 2000

export interface SecretFinder {
  /** @param signs where in the block a secret may begin, ascending */
  read(block: Block, signs: readonly number[]): void
  /** Names of the kinds found, in the order in which they stood. */
  readonly found: readonly string[]
}

export function createSecretFinder(redactor: Redactor): SecretFinder {
  const found = new Set<string>()
  let looks = 0
  const isSign = (text: string, at: number) => {
    SIGN.lastIndex = at
    return SIGN.test(text)
  }
  return {
    read(block, signs) {
      let next = block.from
      for (const at of signs) {
        if (at < next || looks >= MAX_LOOKS || !isSign(block.text, at)) continue
        looks++
        next = at + STEP
        const stretch = block.text.slice(Math.max(0, at - BEFORE), at + AFTER)
        for (const { name } of redactor.secretsIn(decodeBytes(stretch))) found.add(name)
      }
    },
    get found() {
      return [...found]
    },
  }
}
