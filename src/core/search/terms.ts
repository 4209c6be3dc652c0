/** Cuts text into the terms that search compares: stems of Latin words, and pairs of neighbouring Han characters. */

const STOP = new Set(
  (
    'a am an and are as at be been but by can cannot cant could did do does doing dont for from get gets getting got had has have how i if in is it its ' +
    'me my of on or our out so some that the their them then there this to too up us was we were what when which while who why will with would you your ' +
    'after again all always any because before keeps just like need needs want says saying still back only over every try trying one two ' +
    'im tim tencent chat code codes error errors err problem issue issues returns return returned throws comes came help please'
  ).split(' '),
)
const STOP_HAN = /[的了吗呢吧啊是在有就都也还又把被给让和跟与或着过我你他它们这那哪个么啥]/gu
const PIECE = /\p{Script=Han}+|[\p{L}\p{N}]+/gu

/** camelCase, PascalCase and digits apart: `getJoinedGroupList` is also "get joined group list". */
const splitCase = (word: string) =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')

/** A light stemmer: plural, -ing, -ed, -ly; enough for a catalog in plain English, and never shorter than three letters. */
export function stem(word: string): string {
  let w = word.toLowerCase()
  if (/[^a-z]/.test(w) || w.length < 4) return w
  w = w
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1')
  const cut = w.replace(/(ing|edly|ed|ly)$/, '')
  if (cut !== w && cut.length >= 3 && /[aeiouy]/.test(cut)) w = cut.replace(/([bdgmnprt])\1$/, '$1')
  return w.length > 4 ? w.replace(/e$/, '') : w
}

/** Han text as overlapping pairs; a single character stands for itself. */
export function hanPairs(run: string): string[] {
  const characters = [...run]
  if (characters.length <= 1) return characters
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}

/** Terms for the index: every form under which a text should be found. */
export function indexTerms(text: string): string[] {
  const terms: string[] = []
  for (const [piece] of text.normalize('NFKC').matchAll(PIECE)) {
    if (/\p{Script=Han}/u.test(piece)) {
      terms.push(...hanPairs(piece))
      continue
    }
    const parts = splitCase(piece)
    if (parts.length > 1) terms.push(piece.toLowerCase())
    for (const part of parts) if (!STOP.has(part.toLowerCase())) terms.push(stem(part))
  }
  return terms
}

/** Calls back for each Latin word and each run of Han characters that is no filler. */
function eachWord(text: string, latin: (word: string) => void, han: (run: string) => void): void {
  for (const [piece] of text.normalize('NFKC').matchAll(PIECE)) {
    if (/\p{Script=Han}/u.test(piece)) {
      for (const run of piece.replace(STOP_HAN, ' ').split(' ')) if (run) han(run)
    } else for (const part of splitCase(piece)) if (!STOP.has(part.toLowerCase())) latin(part.toLowerCase())
  }
}

/** Terms of a question: stop words and filler characters left out, so that what remains must be answered. */
export function queryTerms(text: string): string[] {
  const terms: string[] = []
  eachWord(
    text,
    (word) => terms.push(stem(word)),
    (run) => terms.push(...hanPairs(run)),
  )
  return [...new Set(terms)]
}

export const isStop = (word: string): boolean => STOP.has(word)

/** The words of a Latin name, in lower case and without stop words. */
export const latinParts = (piece: string): string[] =>
  splitCase(piece)
    .map((part) => part.toLowerCase())
    .filter((part) => !STOP.has(part))

/** The Latin words of a text as typed, in lower case: what a misspelt word is compared with. */
export const latinWords = (text: string): string[] =>
  (text.normalize('NFKC').match(/[A-Za-z]{4,}/g) ?? []).flatMap(splitCase).map((word) => word.toLowerCase())
