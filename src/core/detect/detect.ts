/** Finds error codes in a message as an experienced support engineer would: right, or silent. */
import type { Catalog } from '../catalog/catalog.ts'
import { clauseAround, lineAround } from './around/clauses.ts'
import { dropLabels } from './around/labels.ts'
import { shareInLists } from './around/lists.ts'
import { createReadAround } from './around/read-around.ts'
import type { Structure } from './around/structure.ts'
import { cellsOf } from './around/tables.ts'
import { type Candidate, findCandidates, type KnownCodes } from './candidates.ts'
import { dropNeighbours, raiseByNeighbours } from './judge/neighbours.ts'
import { isMarked } from './judge/unlisted.ts'
import { type Weighed, weigh } from './judge/weigh.ts'
import { type Affinity, createAffinity, type Fit, tells } from './message/affinity.ts'
import { createDisowned } from './message/disowned.ts'
import { isOnlyQuestion } from './message/only-a-question.ts'
import { createVocabulary, type OwnerSign, type Sign } from './message/vocabulary.ts'
import { plainText } from './plain-text.ts'
import type { DetectionRules } from './rules.ts'

/** A span of a text that is read as an error code. */
export interface Mention {
  /** `10010`, `-10113`; for a number inside a range the number itself. */
  readonly code: string
  /** Position in the text as given, sign included; `end` is after the last character. */
  readonly start: number
  readonly end: number
  /** 0 to 1. Compare with THRESHOLDS. */
  readonly confidence: number
  /** Why it was taken for a code, in words. */
  readonly evidence: readonly string[]
  /** What else the number may be. */
  readonly rivals: readonly string[]
}

/** Minimum confidence for acting on a mention. */
export const THRESHOLDS = {
  /** Nobody asked: a wrong answer costs more than ten right ones earn. */
  uninvited: 0.8,
  /** Somebody pointed at the message and asked. */
  asked: 0.35,
} as const

export type Detect = (text: string) => readonly Mention[]

/** Points at which the confidence is 0.5, and the slope of the sigmoid. */
const EVEN = 1.75
const SLOPE = 1.4
/** Points of a constant, which leaves no doubt. */
const CERTAIN = 9
const ONLY_QUESTION = 6
/** Points of the uninvited threshold. */
const ENOUGH = EVEN + Math.log(THRESHOLDS.uninvited / (1 - THRESHOLDS.uninvited)) / SLOPE
/** Cap for what may be a code but must not trigger an uninvited answer. */
const MAX_DOUBTED = ENOUGH - 0.3
/** A sign of at least this weight is a term of instant messaging. */
const OURS = 1.5
/** Mentions below this are dropped. */
const MIN_CONFIDENCE = 0.05
/** Characters around a number whose signs count. */
const REACH = 400
/** Characters before and after a number whose words are compared with the catalog. */
const FIT_BEFORE = 200
const FIT_AFTER = 160
const sigmoid = (points: number) => 1 / (1 + Math.exp(-SLOPE * (points - EVEN)))

/**
 * @param phrases by code: what people type who meet it
 */
export function createDetect(
  catalog: Catalog,
  rules: DetectionRules,
  phrases: Readonly<Record<string, readonly string[]>> = {},
): Detect {
  const vocabulary = createVocabulary(rules)
  const disowned = createDisowned(rules)
  const listed = catalog.entries.filter((entry) => entry.source === 'tencent-chat' || entry.source === 'team')
  const isListed = new Set(listed.map((entry) => entry.code))
  const bySymbol = new Map(catalog.entries.flatMap(({ symbols, code }) => symbols.map((name) => [name, code] as const)))
  const { entryOf } = catalog
  // Created on first use: a field of a log or of JSON needs no comparison of words.
  let made: Affinity | undefined
  const affinity = () => {
    made ??= createAffinity(catalog.entries, entryOf, phrases)
    return made
  }
  const labelWords = { ...vocabulary, fits: (words: string, code: string) => tells(affinity().read(words)(code)) }
  const known: KnownCodes = {
    isCode: (code) => isListed.has(code) || entryOf(code) !== undefined,
    codeOfSymbol: (name) => bySymbol.get(name),
  }

  interface Reading {
    readonly text: string
    readonly signs: readonly Sign[]
    readonly owners: readonly OwnerSign[]
    fitAround(candidate: Candidate): { fit: Fit; words: number }
  }

  /** The vendor's document lists the code or a range with it. */
  const isDocumented = (code: string) => isListed.has(code) || isListed.has(catalog.rangeOf(code)?.code ?? '')

  function judge(reading: Reading, { code, start, end }: Candidate, structure: Structure): Weighed {
    const { text, signs, owners } = reading
    const near = (sign: { readonly at: number }) => Math.abs(sign.at - start) <= REACH
    const around = signs.filter(near)
    const listed = isDocumented(code)
    const clause = clauseAround(text, start, end, structure.object)
    const marked =
      !listed &&
      isMarked({
        code,
        at: start,
        structure,
        signs: around,
        isLog: lineAround(text, start).isLog,
        before: text.slice(clause.start, start),
      })
    const weighed = weigh({
      text,
      listed,
      marked,
      at: start,
      code,
      clause,
      structure,
      signs: around,
      owners: owners.filter(near),
      ...reading.fitAround({ code, start, end, symbol: false }),
    })
    // The key "message" in any product's response is not about instant messaging.
    const ours = around.some(
      (sign) =>
        sign.weight >= OURS &&
        (sign.kind === 'tencent' ||
          !/^["']?\s*:/.test(text.slice(sign.at + sign.word.length, sign.at + sign.word.length + 4))),
    )
    if (structure.foreign && !ours) return { ...weighed, points: Math.min(weighed.points, MAX_DOUBTED) }
    return listed || marked ? weighed : { ...weighed, points: Math.min(weighed.points, MAX_DOUBTED) }
  }

  return (given) => {
    const text = plainText(given)
    const cells = cellsOf(text)
    const found = findCandidates(text, known, cells)
    if (found.length === 0) return []
    const asked = found.filter(({ code, symbol }) => !symbol && isDocumented(code))
    if (isOnlyQuestion(text, asked.length)) {
      return asked.map(({ code, start, end }) => {
        const evidence = ['the whole message asks for it']
        return { code, start, end, confidence: sigmoid(ONLY_QUESTION), evidence, rivals: [] }
      })
    }
    const structureOf = createReadAround(text, cells, vocabulary, disowned(text))
    const alone = found.map((candidate) => (candidate.symbol ? undefined : structureOf(candidate)))
    const shared = dropLabels(text, found, alone, shareInLists(text, found, alone), labelWords)
    const structures = dropNeighbours(found, shared)
    let signs: readonly Sign[] | undefined
    let owners: readonly OwnerSign[] | undefined
    const fits = new Map<number, { of: (code: string) => Fit; words: number }>()
    const reading: Reading = {
      text,
      get signs() {
        signs ??= vocabulary.context(text)
        return signs
      },
      get owners() {
        owners ??= vocabulary.owners(text)
        return owners
      },
      fitAround({ code, start, end }) {
        // A short message is one context for all its numbers; in a long one each number has its own.
        const whole = text.length <= FIT_BEFORE + FIT_AFTER
        const key = whole ? 0 : start
        let fit = fits.get(key)
        if (!fit) {
          const context = whole
            ? text
            : `${text.slice(Math.max(0, start - FIT_BEFORE), start)} ${text.slice(end, end + FIT_AFTER)}`
          fit = { of: affinity().read(context), words: context.match(/[\p{L}]{2,}/gu)?.length ?? 0 }
          fits.set(key, fit)
        }
        return { fit: fit.of(code), words: fit.words }
      },
    }
    const weighed = found.map((candidate, i) => structures[i] && judge(reading, candidate, structures[i]))
    const points = raiseByNeighbours(text, found, structures, weighed, ENOUGH)
    return found.flatMap(({ code, start, end, symbol }, i) => {
      if (symbol) {
        const evidence = [`the SDK constant ${text.slice(start, end)}`]
        return [{ code, start, end, confidence: sigmoid(CERTAIN), evidence, rivals: [] }]
      }
      const own = weighed[i]
      const confidence = sigmoid(points[i] ?? Number.NEGATIVE_INFINITY)
      return own && confidence >= MIN_CONFIDENCE
        ? [{ code, start, end, confidence, evidence: own.evidence, rivals: own.rivals }]
        : []
    })
  }
}
