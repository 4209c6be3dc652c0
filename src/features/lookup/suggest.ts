/** Completions for what is being typed: codes, SDK constants and titles that begin so, then search hits. */
import type { Suggestion } from '../../chat/adapter.ts'
import type { Entry } from '../../core/catalog/entry.ts'
import type { Knowledge } from '../../core/knowledge.ts'

/** Platforms refuse longer labels. */
const MAX_LABEL_LENGTH = 100
/** Longer input is cut. */
const MAX_TYPED_LENGTH = 100

/** How an entry begins with what was typed: 0 it is the code, then code, code without its sign, symbol, title. */
const fits = (prefix: string) => (entry: Entry) => {
  const ways = [
    entry.code === prefix,
    entry.code.startsWith(prefix),
    entry.code.startsWith(`-${prefix}`),
    prefix.length > 2 && entry.symbols.some((symbol) => symbol.startsWith(prefix)),
    prefix.length > 2 && entry.title.toUpperCase().startsWith(prefix),
  ]
  const fit = ways.indexOf(true)
  return fit < 0 ? undefined : fit
}

/**
 * @param popular how many people met each code lately; the most frequent come first
 */
export function createSuggest(
  { catalog, resolve }: Knowledge,
  popular: () => ReadonlyMap<string, number> = () => new Map(),
) {
  const suggestion = (entry: Entry): Suggestion => ({
    value: entry.code,
    label: [...`${entry.code} ${entry.title}`].slice(0, MAX_LABEL_LENGTH).join(''),
  })
  return (typed: string, limit: number): readonly Suggestion[] => {
    const words = typed.slice(0, MAX_TYPED_LENGTH)
    const prefix = words.trim().toUpperCase()
    const people = popular()
    const mostUsed = (a: Entry, b: Entry) => (people.get(b.code) ?? 0) - (people.get(a.code) ?? 0)
    if (prefix === '') {
      const met = [...people.keys()].flatMap((code) => catalog.get(code) ?? [])
      return met.sort(mostUsed).slice(0, limit).map(suggestion)
    }
    const fitOf = fits(prefix)
    const starts = catalog.entries
      .flatMap((entry) => {
        const fit = fitOf(entry)
        return fit === undefined ? [] : [{ entry, fit }]
      })
      .sort((a, b) => Number(b.fit === 0) - Number(a.fit === 0) || mostUsed(a.entry, b.entry) || a.fit - b.fit)
      .map(({ entry }) => entry)
    const answer = starts.length < limit && /\p{L}/u.test(words) ? resolve(words) : undefined
    const found =
      answer?.kind === 'hits' ? answer.hits.map((hit) => hit.entry) : answer?.kind === 'entry' ? [answer.entry] : []
    return [...new Set([...starts, ...found])].slice(0, limit).map(suggestion)
  }
}
