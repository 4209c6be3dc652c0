/** Statements that a number is not ours: "not an IM code", "our gateway's code 10004", "from the billing API". */
import type { DetectionRules } from '../rules.ts'
import { createWordTrie, type Found } from './word-trie.ts'

/** How far from its number a statement may stand. */
const REACH = 96
/** What follows a number up to where another sentence begins. */
const SENTENCE_END = /[;!?\n。]|\.(?=\s|$)|\d{4,}/
const START_OF_SENTENCE = /[;!?\n。]|\.(?=\s)|\d{4,}/g

/** Between who speaks and the number: nothing but words of saying. */
const SAYING =
  /^(?:[\s:=#("'`,，-]|['’]s(?![a-z])|(?<![a-z])(?:returns?|returned|says?|said|answers?|answered|responds?|responded|replie[sd]|gives?|gave|throws?|threw|reports?|reported|sends?|sent|uses?|used|shows?|showed|rejects?|rejected|refuses?|refused|fails?|failed|bails?|dies|died|complains?|complained|back|with|an?|the|its|own|internal|custom|login|signup|api|http|(?:biz|business|inner|internal|sub)?[_ ]?(?:err(?:or)?|ret|result|status|response|return)?[_ ]?codes?|errors?|err|errno|status|number|no|is|was|are|for)(?![a-z])|返回|回|报|抛|给|说|写|用|出|吐|了|的|个|这|那|里|侧|层|那边|这边|自己|自定义|定义|登录|登陆|注册|是|为|一个|错误|错误码|业务码|状态码|返回码|结果码|码|异常|拒绝|失败)*$/i
/** Between a number and whose it is. */
const BELONGS =
  /^["'`”’)\]]?\s*(?:(?:at|in|on|during|after)\s(?:[a-z]+\s){1,3})?(?:(?:is|was|are|were|comes?|came)\s+(?:(?:just|only|actually|really|probably|all|simply|an?|the|some)\s+)*(?:(?:status|state|code|error|value|number|error code|result|thing|one|thrown|returned|defined|raised|issued|sent|made up|set)\s+)?(?:from|of|by|in)|belongs?\s+to|(?:is|was)(?=\s+(?:our|the|their|an?)\s)|(?:[这那]个?)?(?:其实|应该|好像|都)?(?:是|来自|属于|归))\s*(?:(?:our|the|their|my|an?|some|within)\s)*(?:我们|你们|他们|咱们|公司)?(?:那边)?\s*$/i
/** What makes it whose: "…系统的", "…网关自己定义的", "the CRM's", and the end of the clause. */
const POSSESSED =
  /^(?:['’]s|\s*(?:自己|那边|这边|里|侧|层|团队)*\s*(?:定义|返回|报|抛|给|约定|加|写)?(?:出来)?\s*的|\s*(?:service|api|team|side|system)?\s*(?:$|[,.;)!?\n]|and\b|so\b|which\b|that\b|when\b|for\b|meaning\b|not\b))/i

/** What follows our name in a denial: what it is not, and the end of the statement. */
const DENIED =
  /^(?:['’]s)?(?:\s*(?:SDK|IM|chat|cloud|service|server|side|的|那边|这边|侧|这侧|家|自己|后台|服务端|官方))*\s*(?:(?:error|status|return|result|response)?\s?(?:codes?|errors?|thing|stuff|number|business|issue)|(?:sends?|returns?|throws?|gives?|knows?|defines?|documents?|uses?|has|emits?)|(?:报|返回|抛|给|定义|回|发)?(?:出来)?的?(?:错误码|返回码|状态码|错误代码|码|报错|错误|异常|code)?)\s*(?=$|[,.;)(!\n]|—|-\s|at all|here|and\b|but\b|so\b|it\b)/i
/** Between what denies and the name of ours. */
const TO_NAME = /^\s*(?:(?:an?|the|any|one of|our|of|from|real|known|official|你们|咱们|我们|这个|那个)\s*)*$/i
/** "跟 IM 没关系": a name, and then what takes it away. */
const NO_RELATION =
  /^(?:的?(?:SDK|那边|服务|侧)?)\s*(?:本身)?(?:没有?|没啥|没什么|没半毛钱|毫无|无|不搭|不相干|两码事)(?:任何|半点)?(?:关系|关联|关|边)?(?:[的哈啊呀哦吧了呢]|(?!\p{Script=Han}))(?![吗么])/u
const RELATED_TO = /(?:跟|和|与|同)\s*(?:我们|咱们?|你们|这个|那个)?的?\s*$/

/** "our order service failed with 70402 from account_import": it passes on what ours said. */
const PASSED_ON = /^[^,.;!?]{0,16}(?<![a-z])(?:from|by|of|in|on|calling|via|out of|after|调用?)\s*(?:the\s|our\s)?$/i
/** SAYING's alternatives overlap; cap the length to avoid backtracking. */
const MAX_SAYING_LENGTH = 32

/** A quoted key before the number: inside an object there are no statements. */
const QUOTED_KEY = /["'`]\s?:\s?\\*["']?$/
const MAX_STATEMENTS = 400

interface Span {
  readonly start: number
  readonly end: number
}

/** True when the message says that the number at `start`..`end` is not ours. */
export type IsDisowned = (start: number, end: number) => boolean

const within = (spans: readonly Span[], from: number, to: number) =>
  spans.filter(({ start, end }) => start >= from && end <= to)

export function createDisowned({ context, disowned }: DetectionRules): (text: string) => IsDisowned {
  const names = createWordTrie([...disowned.names, ...context.tencent.words].map((word) => [word, true] as const))
  const functions = createWordTrie(context.api.words.map((word) => [word, true] as const))
  const systems = createWordTrie(disowned.systems.map((word) => [word, true] as const))
  const statements = createWordTrie<'negation' | 'domain' | 'owner'>([
    ...disowned.negations.map((word) => [word, 'negation'] as const),
    ...disowned.owners.map((word) => [word, 'owner'] as const),
    ...disowned.domains.map((word) => [word, 'domain'] as const),
  ])

  /** Where somebody else is named: "billing backend", "会员系统", "我们网关". */
  const ownersOf = (text: string, stated: readonly Found<'negation' | 'domain' | 'owner'>[]): Span[] =>
    stated.flatMap(({ value, start, end }) => {
      if (value === 'negation') return []
      let at = end
      while (at < end + 2 && /^[\s的_-]$/.test(text[at] ?? '')) at++
      const system = systems.matchAt(text, at)
      return system || value === 'owner' ? [{ start, end: system?.end ?? end }] : []
    })

  return (text) => {
    let owners: readonly Span[] = []
    let denials: readonly Span[] | undefined
    let named: readonly Span[] | undefined
    const namesOf = () => {
      named ??= names.findAll(text, MAX_STATEMENTS)
      return named
    }
    const canDeny = /无|没|不搭|不相干|两码事/.test(text)

    function isDenied(start: number, end: number, from: number, to: number): boolean {
      if (!denials?.length && !canDeny) return false
      for (const name of within(namesOf(), end, to)) {
        const lead = text.slice(end, name.start)
        const rest = text.slice(name.end, to)
        if (canDeny && RELATED_TO.test(lead) && !lead.includes(',') && NO_RELATION.test(rest)) return true
        if (!DENIED.test(rest) || /^[^,.;\n]{0,12}[?]/.test(rest)) continue
        const negation = within(denials ?? [], end, name.start).at(-1)
        if (negation && TO_NAME.test(text.slice(negation.end, name.start))) return true
      }
      // "not an IM code: 10007"
      const name = within(namesOf(), from, start).at(-1)
      if (!name || !/(?:code|码|error|错误)\S?\s*[:(]?\s*$/i.test(text.slice(name.end, start))) return false
      const negation = within(denials ?? [], from, name.start).at(-1)
      return negation !== undefined && TO_NAME.test(text.slice(negation.end, name.start))
    }

    function isSaidByOther(start: number, end: number, from: number, to: number): boolean | undefined {
      if (owners.length === 0) return undefined
      const speaker = within(owners, from, start).at(-1)
      const saying = speaker ? text.slice(speaker.end, start) : ''
      // Others have no signed codes.
      if (speaker && saying.length <= MAX_SAYING_LENGTH && text[start] !== '-' && SAYING.test(saying)) {
        const ahead = text.slice(end, to)
        const ours = names.findAll(ahead, 1)[0] ?? functions.findAll(ahead, 1)[0]
        return !(ours && PASSED_ON.test(ahead.slice(0, ours.start)))
      }
      const owner = within(owners, end, to)[0]
      const belongs = owner && BELONGS.test(text.slice(end, owner.start)) && POSSESSED.test(text.slice(owner.end, to))
      return belongs || undefined
    }

    return (start, end) => {
      if (QUOTED_KEY.test(text.slice(Math.max(0, start - 6), start))) return false
      if (!denials) {
        const stated = statements.findAll(text, MAX_STATEMENTS)
        denials = stated.filter(({ value }) => value === 'negation')
        owners = ownersOf(text, stated)
      }
      if (denials.length === 0 && owners.length === 0 && !canDeny) return false
      const ahead = text.slice(end, end + REACH)
      const stop = SENTENCE_END.exec(ahead)
      // The question mark belongs to the sentence: "isn't that an IM code?" asks.
      const to = end + (stop ? stop.index + (stop[0] === '?' ? 1 : 0) : ahead.length)
      let from = Math.max(0, start - REACH)
      for (const match of text.slice(from, start).matchAll(START_OF_SENTENCE)) {
        from = Math.max(from, Math.max(0, start - REACH) + match.index + match[0].length)
      }
      return isSaidByOther(start, end, from, to) ?? isDenied(start, end, from, to)
    }
  }
}
