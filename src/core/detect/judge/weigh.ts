/** Adds up the points for and against a number; detect.ts turns them into a confidence. */
import type { Structure } from '../around/structure.ts'
import type { Fit } from '../message/affinity.ts'
import type { OwnerSign, Sign } from '../message/vocabulary.ts'
import { rivalry } from './rivalry.ts'

/** Factor for signs outside the number's own clause. */
const ELSEWHERE = 0.75
const MAX_CONTEXT = 5
/** A number that nothing announces needs words that are its code's own. */
const MAX_CONTEXT_BARE = 2
const MAX_FIT = 4
const MAX_FIT_BARE = 2.8
/** Several words, and none fits. */
const NO_FIT = 0.35
const FIT_POINTS = 1.6
/** Words that fit this code better than nearly every other one. */
const OWN_WORDS = { share: 0.012, points: 1 } as const
const NEAR_WORDS = { share: 0.05, points: 0.5 } as const
/** Codes that the vendor's document does not list: few know them, and small numbers mean many things. */
const UNLISTED = -2.5
/** Such a code without a name of Tencent's near it. */
const UNLISTED_ALONE = -2
/** Such a code where the text names the product and calls the number an error. */
const UNLISTED_MARKED = -0.4

/** Numbers that few others use need less proof than 1001 or 4004. */
function ownPoints(code: string, extra: number): number {
  if (/^95\d\d$/.test(code)) return 0.8 + extra
  if (/^6[0-3]\d\d$|^7[05]\d\d$|^85\d\d$/.test(code)) return 0.3 + extra
  if (/^-\d{5}$/.test(code)) return 1.6 + extra
  if (/^11[45]\d{3}$/.test(code)) return 1.6 + extra
  if (/^(?:[79]\d{4}|[68]0\d{3})$/.test(code)) return 1.3 + extra
  if (/^[35]\d{4}$/.test(code)) return 0.6 + extra
  if (/^2\d{4}$/.test(code)) return 0.3 + extra
  if (/^[14]\d{3}$/.test(code)) return -1.4 + extra
  return extra
}

export interface WeighInput {
  readonly text: string
  /** The vendor's document has the code, or the app itself chose the number. */
  readonly listed: boolean
  /** It has not, and the text says that Tencent Chat speaks. */
  readonly marked: boolean
  readonly at: number
  readonly code: string
  readonly clause: { readonly start: number; readonly end: number }
  readonly structure: Structure
  readonly signs: readonly Sign[]
  readonly owners: readonly OwnerSign[]
  readonly fit: Fit
  /** How many words the message has around the number; few words cannot fit anything. */
  readonly words: number
}

export interface Weighed {
  readonly points: number
  readonly evidence: readonly string[]
  readonly rivals: readonly string[]
}

export function weigh({
  text,
  listed,
  marked,
  at,
  code,
  clause,
  structure,
  signs,
  owners,
  fit,
  words,
}: WeighInput): Weighed {
  const evidence: string[] = structure.reason ? [structure.reason] : []
  const here = (sign: { readonly at: number }) => sign.at >= clause.start && sign.at < clause.end

  const best = new Map<string, number>()
  for (const sign of signs) {
    const word = sign.word.toLowerCase()
    best.set(word, Math.max(best.get(word) ?? 0, here(sign) ? sign.weight : sign.weight * ELSEWHERE))
  }
  const talk = [...best.values()].reduce((sum, weight) => sum + weight, 0)
  let points = structure.points + Math.min(structure.points > 0 ? MAX_CONTEXT : MAX_CONTEXT_BARE, talk)
  if (best.size > 0) evidence.push(`talk of ${[...best.keys()].slice(0, 3).join(', ')}`)

  if (fit.weight > 0) {
    points += Math.min(structure.points > 0 ? MAX_FIT : MAX_FIT_BARE, fit.weight * FIT_POINTS)
    if (fit.rank <= OWN_WORDS.share) points += OWN_WORDS.points
    else if (fit.rank <= NEAR_WORDS.share) points += NEAR_WORDS.points
    evidence.push(`fits what ${code} means: ${fit.words.slice(0, 3).join(', ')}`)
  } else if (words >= 5 && structure.points < 3) points -= NO_FIT

  if (!listed && !marked && structure.points < 3.8 && !signs.some((sign) => sign.kind === 'tencent'))
    points += UNLISTED_ALONE

  const ownField = structure.points >= 3.8
  points += rivalry({
    text,
    at,
    code,
    here,
    signs,
    owners,
    fits: fit.weight >= 1,
    announced: structure.points >= 1,
    ownField,
  })
  points += ownPoints(code, listed ? 0 : marked ? UNLISTED_MARKED : UNLISTED)
  return {
    points,
    evidence,
    rivals: [...new Set(owners.filter((owner) => owner.owns(code)).map((rival) => `${rival.owner}: ${rival.says}`))],
  }
}
