/** Finds secrets in a log of any size: a cheap search for what they begin with, redaction rules only around that. */
import type { Redactor } from '../../redact/redact.ts'
import type { Block } from '../bytes/blocks.ts'
import { decodeBytes } from '../bytes/bytes-to-text.ts'
import type { Word } from '../sieve/sieve.ts'

/** What precedes or begins a secret. A test checks that it finds every secret rule's examples in data/redaction.yaml. */
const BEGINNINGS = [
  ['xox', 'xapp-', 'eyJ', 'eJ', 'AKI', 'ASIA', 'LTAI', 'AIza', 'PRIVATE KEY', '://'],
  ['authoriza', 'Authoriza', 'token', 'Token', 'cookie', 'Cookie', 'hooks.slack', 'api/webhook'],
  ['passw', 'Passw', 'secret', 'Secret', 'SECRET', 'USERSIG'],
  ['usersig', 'userSig', 'user_sig', 'user_Sig', 'Usersig', 'UserSig', 'User_sig', 'User_Sig'],
].flat()
/** The full patterns, tried where one of the beginnings was found. */
const SIGN = new RegExp(
  [
    /xox[a-z]-|xapp-|eyJ|eJ[A-Za-z0-9*_-]{20}|AKI[DA]|ASIA|LTAI|AIza|PRIVATE KEY/,
    /[aA]uthoriza|[pP]assw|[sS]ecret|SECRET|USERSIG|hooks\.slack|api\/webhooks/,
    /[cC]ookie["'\\]{0,3}:|[tT]oken["'\\]{0,3} ?[=:]|[uU]ser_?[sS]ig["'\\]{0,3} ?[=:]/,
    // A password in a URL.
    /:\/\/[^\s/:@]{0,64}:[^\s/@]{1,100}@/,
  ]
    .map((sign) => sign.source)
    .join('|'),
  'y',
)
export const SIGNS: readonly Word[] = BEGINNINGS.map((text) => ({ kind: 'sign', text: text.slice(0, 11) }))
/** Bytes around a beginning that the redaction rules see. */
const BEFORE = 100
const AFTER = 2000
/** A long secret contains further beginnings; skip those this close to the last one. */
const STEP = 100
/** Upper bound per log part, for logs that mention passwords in every line. */
const MAX_CHECKS = 2000

export function createSecretFinder(redactor: Redactor) {
  const found = new Set<string>()
  let checks = 0
  const isSign = (text: string, at: number) => {
    SIGN.lastIndex = at
    return SIGN.test(text)
  }
  return {
    /** @param signs where in the block a secret may begin, ascending */
    read(block: Block, signs: readonly number[]): void {
      let next = block.from
      for (const at of signs) {
        if (at < next || checks >= MAX_CHECKS || !isSign(block.text, at)) continue
        checks++
        next = at + STEP
        const stretch = block.text.slice(Math.max(0, at - BEFORE), at + AFTER)
        for (const { name } of redactor.secretsIn(decodeBytes(stretch))) found.add(name)
      }
    },
    /** Names of the kinds found, in order of appearance. */
    get found(): readonly string[] {
      return [...found]
    },
  }
}
