/** The word lists of data/detection.yaml as functions over a message: context, owners, roles. */
import type { DetectionRules } from '../rules.ts'
import { createWordTrie } from './word-trie.ts'

/** The groups of `context` in detection.yaml: how strongly a word points to Tencent Chat. */
export type SignKind = keyof DetectionRules['context']

/** A word of `context` at its offset. */
export interface Sign {
  readonly word: string
  readonly at: number
  readonly weight: number
  readonly kind: SignKind
}

export interface OwnerSign {
  readonly at: number
  readonly owner: string
  readonly says: string
  readonly weak: boolean
  /** False when the owner has no such number. */
  owns(code: string): boolean
}

export interface Vocabulary {
  context(text: string): readonly Sign[]
  owners(text: string): readonly OwnerSign[]
  /** True when the word that ends at `end` may stand right before a code: "login 70001". */
  takesCode(text: string, end: number): boolean
  /** True when a word of `context` ends at `end`. */
  isOurs(text: string, end: number): boolean
  /** True when a noun of a script without spaces ends at `end`. */
  isNoun(text: string, end: number): boolean
  /** The name of what the number at `start`..`end` is, judged by the words that touch it. */
  roleOf(text: string, start: number, end: number): string | undefined
}

/** How the web SDK begins its lines in the console. */
const CONSOLE_LINE = /(?<!\w)(?:Chat|TIM) \d\d:\d\d:\d\d[.:]\d{3}/g
/** More signs than these do not change a verdict. */
const MAX_SIGNS = 400
/** Longest word that is looked for before a number. */
const REACH = 24
/** What may stand between a role's word and the number. */
const FILLER = /[\s:：=#是为"'`(（]/
const MAX_FILLER = 4
/** "the code is 70402", "el código es 70402". */
const COPULA =
  /\s*(?:(?:填|写|设|选|输|录)(?:入|置)?(?:了|的是|的|成|为)?|(?<![a-z])(?:is|was|are|were|es|est|ist|é|là|no\.?|nr\.?|number)|は|が|는|은|이|가|번호|叫|写着)\s*["'`:：]?\s*$/i
const MAX_COPULA_LENGTH = 12
/** After a counter these go on with the sentence: "20010 钻的大R"; other characters make it another word: "钻石". */
const ENDS_COUNTER = /^(?:$|[^\p{Script=Han}a-z]|[的了吧呢啊吗呀就来在都也已才还以左上多])/iu

type Owner = DetectionRules['owners'][number]
type Role = DetectionRules['roles'][number]

const SPAN = /^(-?\d+)(?:-(-?\d+))?$/

function ownsSpans(spans: readonly string[]): (code: string) => boolean {
  if (spans.length === 0) return () => true
  const borders = spans.map((span) => {
    const [, from, to] = SPAN.exec(span) ?? []
    return [Number(from), Number(to ?? from)] as const
  })
  return (code) => borders.some(([from, to]) => Number(code) >= from && Number(code) <= to)
}

const trieOf = (words: readonly string[]) => createWordTrie(words.map((word) => [word, true] as const))

export function createVocabulary(rules: DetectionRules): Vocabulary {
  const kinds = Object.entries(rules.context) as [SignKind, DetectionRules['context'][SignKind]][]
  const context = createWordTrie(
    kinds.flatMap(([kind, { weight, words }]) => words.map((word) => [word, { kind, weight }] as const)),
  )
  const takers = trieOf(rules.labels.no_labels)
  const nouns = trieOf(rules.labels.nouns)
  const owners = createWordTrie<Owner | undefined>(
    rules.owners.flatMap((owner) => [
      ...owner.words.map((word) => [word, owner] as const),
      ...owner.neutral.map((word) => [word, undefined] as const),
    ]),
  )
  const owns = new Map(rules.owners.map((owner) => [owner, ownsSpans(owner.owns)]))
  const excuses = new Map(
    rules.owners.filter((owner) => owner.unless.length > 0).map((owner) => [owner, trieOf(owner.unless)]),
  )
  const roleTrie = (pick: (role: Role) => readonly string[]) =>
    createWordTrie(rules.roles.flatMap((role) => pick(role).map((word) => [word, role] as const)))
  const before = roleTrie((role) => role.before)
  const after = roleTrie((role) => role.after)
  const counters = roleTrie((role) => role.counters)
  const unlessBefore = new Map(rules.roles.map((role) => [role, trieOf(role.unless_before)]))
  const unlessAfter = new Map(rules.roles.map((role) => [role, trieOf(role.unless_after)]))

  return {
    context(text) {
      const signs: Sign[] = context
        .findAll(text, MAX_SIGNS)
        .map(({ value: { kind, weight }, start, end }) => ({ word: text.slice(start, end), at: start, weight, kind }))
      const { weight } = rules.context.tencent
      for (const { index, 0: word } of text.matchAll(CONSOLE_LINE)) {
        if (signs.length < 2 * MAX_SIGNS)
          signs.push({ word: word.slice(0, 4).trim(), at: index, weight, kind: 'tencent' })
      }
      return signs
    },
    isOurs: (text, end) => context.endingAt(text, end, REACH) !== undefined,
    takesCode: (text, end) => (takers.endingAt(text, end, REACH) ?? context.endingAt(text, end, REACH)) !== undefined,
    isNoun: (text, end) => nouns.endingAt(text, end, REACH) !== undefined,
    owners(text) {
      const found = owners.findAll(text, MAX_SIGNS)
      const excused = new Set(
        [...new Set(found.map((sign) => sign.value))].filter(
          (owner) => owner === undefined || (excuses.get(owner)?.findAll(text, 1).length ?? 0) > 0,
        ),
      )
      return found.flatMap(({ value: owner, start }) =>
        owner === undefined || excused.has(owner)
          ? []
          : [
              {
                at: start,
                owner: owner.name,
                says: owner.says,
                weak: owner.weak,
                owns: owns.get(owner) ?? (() => true),
              },
            ],
      )
    },
    roleOf(text, start, end) {
      const next = text[end] === ' ' ? end + 1 : end
      const follows = after.matchAt(text, end) ?? after.matchAt(text, next)
      if (follows && !unlessAfter.get(follows.value)?.matchAt(text, follows.start)) return follows.value.name
      const counter = counters.matchAt(text, end) ?? counters.matchAt(text, next)
      if (counter && ENDS_COUNTER.test(text.slice(counter.end, counter.end + 2))) return counter.value.name
      let edge = start
      while (edge > 0 && edge > start - MAX_FILLER && FILLER.test(text[edge - 1] ?? '')) edge--
      const copula = COPULA.exec(text.slice(Math.max(0, start - MAX_COPULA_LENGTH), start))
      const said = copula ? before.endingAt(text, start - copula[0].length, REACH) : undefined
      const leads =
        before.endingAt(text, start, REACH) ??
        (edge < start ? before.endingAt(text, edge, REACH) : undefined) ??
        (said?.value.joined_by_is ? said : undefined)
      const longer = leads && unlessBefore.get(leads.value)?.endingAt(text, leads.end, REACH)
      return leads && !(longer && longer.start < leads.start) ? leads.value.name : undefined
    },
  }
}
