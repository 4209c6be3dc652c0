/** How well the words around a number fit the catalog's text for that code, compared with every other code. */
import type { Entry } from '../../catalog/entry.ts'
import { contentTerms, indexTerms } from '../../search/terms.ts'

/** Terms looked at around a number; a longer context says nothing more. */
const MAX_TERMS = 60
/** Words of the cause are looser than those of title, keywords and constants. */
const CAUSE_SHARE = 0.6
/** So are those of what people type, which hold much that is said of any code. */
const PHRASE_SHARE = 0.6

export interface Fit {
  /** Weight of the shared words: 0 for none, about 1 for one rare word. */
  readonly weight: number
  /** Share of the catalog's codes that fit at least as well: near 0 when these words are this code's own. */
  readonly rank: number
  /** The words that fit, heaviest first, for the evidence. */
  readonly words: readonly string[]
}

/** A few words that fit this well tell what the code means. */
export const tells = ({ weight, rank }: Fit) => weight >= 0.8 && rank <= 0.05

export interface Affinity {
  /** Prepares a context; ask the result for each code that stands in it. */
  read(context: string): (code: string) => Fit
}

/** "Already", between a noun and its verb: "群已满" is also "群满". */
const ALREADY = /已经?/g

/** Words that anybody uses in any talk; that a phrase of the catalog has one too says nothing. */
const EVERYDAY = new Set(
  (
    's t m d re ve ll no not its first second old new each now more less few much most other another same last next today yesterday tonight week ' +
    'month year day hour minute morning night really actually just maybe please thanks hey hi people guy folk team colleague boss thing stuff ' +
    'lot bit way make made take took put see saw look find found think know said tell told call use used using work works run ran start stop ' +
    'two three one four ten here there where then than also too very even ever never yet since until between about around over under through ' +
    'off down right left let go goes going went done show real whole part end begin'
  ).split(' '),
)

const NO_FIT: Fit = { weight: 0, rank: 1, words: [] }

/** The entries that use a term, by their number, and how much it says of each. */
interface Posting {
  readonly term: string
  readonly weight: number
  readonly numbers: Uint16Array
  readonly weights: Float32Array
}

/** Characters that are words of their own: "我撤的那条" speaks of 撤回. */
const TELLING = /[撤删踢拉封禁签推登漫]/g
const tellingOf = (text: string): readonly string[] => text.match(TELLING) ?? []

const PIECE = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
/** Words come again and again; cutting one takes ten times as long as looking it up. */
const MAX_REMEMBERED = 5000
const MAX_REMEMBERED_LENGTH = 40

function createTermCutter(): (text: string) => string[] {
  const remembered = new Map<string, readonly string[]>()
  const cut = (piece: string) => {
    const known = remembered.get(piece)
    if (known) return known
    const terms = [...contentTerms(piece), ...tellingOf(piece)]
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    if (piece.length <= MAX_REMEMBERED_LENGTH) remembered.set(piece, terms)
    return terms
  }
  return (text) => [...new Set((text.replace(ALREADY, '').match(PIECE) ?? []).flatMap(cut))]
}

/**
 * @param phrases by code: what people type who meet it
 */
export function createAffinity(
  entries: readonly Entry[],
  entryOf: (code: string) => Entry | undefined,
  phrases: Readonly<Record<string, readonly string[]>> = {},
): Affinity {
  const collected = new Map<string, Map<number, number>>()
  const numberOf = new Map<string, number>()
  entries.forEach((entry, number) => {
    numberOf.set(entry.code, number)
    const names = entry.symbols.map((symbol) => symbol.replace(/^ERR_(?:SVR_|SDK_|REQ_)?/, '').replaceAll('_', ' '))
    const add = (terms: Iterable<string>, share: number) => {
      for (const term of terms) {
        if (/^\d+$/.test(term) || EVERYDAY.has(term)) continue
        const users = collected.get(term) ?? new Map<number, number>()
        users.set(number, Math.max(users.get(number) ?? 0, share))
        collected.set(term, users)
      }
    }
    // Filler goes out of a question, so it must be found without.
    const asked = (text: string) => [...contentTerms(text.replace(ALREADY, '')), ...tellingOf(text)]
    const written = (text: string) => new Set([...indexTerms(text), ...asked(text)])
    for (const text of [entry.title, ...entry.keywords, ...names]) add(written(text), 1)
    add(written(entry.cause), CAUSE_SHARE)
    // Phrases are questions themselves.
    for (const phrase of phrases[entry.code] ?? []) add(asked(phrase), PHRASE_SHARE)
  })
  const log = Math.log(entries.length)
  // A word that half of the catalog uses tells nothing; one that a single entry uses tells most.
  const postings = new Map<string, Posting>()
  for (const [term, users] of collected) {
    const weight = Math.log(entries.length / users.size) / log
    const weights = Float32Array.from(users.values(), (share) => share * weight)
    postings.set(term, { term, weight, numbers: Uint16Array.from(users.keys()), weights })
  }
  const termsOf = createTermCutter()

  return {
    read(context) {
      const found = termsOf(context)
        .slice(0, MAX_TERMS)
        .flatMap((term) => postings.get(term) ?? [])
      const totals = new Float64Array(entries.length)
      for (const { numbers, weights } of found) {
        for (let i = 0; i < numbers.length; i++) {
          const number = numbers[i] ?? 0
          totals[number] = (totals[number] ?? 0) + (weights[i] ?? 0)
        }
      }
      return (code) => {
        const number = numberOf.get(entryOf(code)?.code ?? '')
        const weight = number === undefined ? 0 : (totals[number] ?? 0)
        if (number === undefined || weight <= 0) return NO_FIT
        let better = 0
        for (const total of totals) if (total >= weight) better++
        return {
          weight,
          rank: (better - 1) / entries.length,
          words: found
            .filter(({ numbers }) => numbers.includes(number))
            .sort((a, b) => b.weight - a.weight)
            .map(({ term }) => term),
        }
      }
    },
  }
}
