/** `npm run bench resolve`: how many queries the resolver answers per second. */
import { createKnowledge } from '../src/core/knowledge.ts'
import { loadData } from '../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../src/paths.ts'
import { heading, perSecond, rate, row } from './measure.ts'

const QUERIES = [
  'group is full',
  'kicked offline',
  '群不存在',
  'token expired',
  'message too long',
  '撤回超时',
  'cannot upload picture',
  'redis timeout',
]

/** Exact lookups and searches in one warm process, compared with a bare Map lookup. */
export async function benchResolve(): Promise<void> {
  const data = await loadData(DATA_FOLDER)
  const { resolve } = createKnowledge(data)
  const codes = data.entries.map((entry) => entry.code)
  const symbols = data.entries.flatMap((entry) => entry.symbols)
  const bare = new Map(data.entries.map((entry) => [entry.code, entry]))
  const pick = <T>(from: readonly T[], i: number) => from[i % from.length] as T
  resolve(QUERIES[0] ?? '')
  heading('Resolver, one warm process')
  row('Map.get, for comparison', perSecond(rate((i) => bare.get(pick(codes, i)))))
  row('exact code', perSecond(rate((i) => resolve(pick(codes, i)))))
  row('exact symbol', perSecond(rate((i) => resolve(pick(symbols, i)))))
  row('search', perSecond(rate((i) => resolve(pick(QUERIES, i)))))
}
