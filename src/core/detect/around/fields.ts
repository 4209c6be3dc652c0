/** Recognises a number that is the value of a named field: in JSON, a query string, a log line or a printed object. */

export type FieldKind =
  /** A field for codes in Tencent Chat's own spelling. */
  | 'tencent'
  /** A field for codes, as many products have one. */
  | 'code'
  /** A field for text; the number begins the text. */
  | 'words'
  /** A field for something else: a count, an id, a time. */
  | 'other'

export interface Field {
  readonly kind: FieldKind
  readonly name: string
  /** The key is written as in an object or a query string, so commas do not separate clauses. */
  readonly strict: boolean
  /** The spelling of other products. */
  readonly foreign: boolean
}

/** A key in quotes and its colon, or a bare key and its equals sign: nobody writes prose like that. */
const STRICT_KEY =
  /(?:\\*["'`“”]([\p{L}_$][\w$.-]{0,40})\\*["'`“”]\s*:|(?<![\w$.-])([A-Za-z_$][\w$.-]{0,40})\s?={1,3})\s*(\\*["'`“”[]*)$/u
/** Quoted keys in which Tencent Chat gives a code; other spellings are those of other products. */
const OWN_KEY = /^(?:code|[A-Za-z]*[eE]rr(?:or)?Code|(?:im|tim|sdk)\w*)$/
/** What other products put right behind their code. */
const FOREIGN_SIBLING =
  /^\\*["']?\s*,\s*\\*["'](?:msg|message|success|status|timestamp|trace_?id|request_?id|log_?id|path|error)\\*["']\s*:/i
/** What ends a value that is the number alone. */
const VALUE_END = /^\\*["'`”]?\s*(?:[,，}\])]|$)/
/** Texts that say what went wrong; others hold what they are given. */
const SAYS_ERROR = /(?:message|msg|desc|description|info|reason|error|resp|response|result|summary|content)$/i
/** Keys before a colon that hold no code, whatever their product. */
const OTHER_KEY =
  /(?:[a-z](?:_|Id|ID|Seq|Count|Size|Len|Time|Num|Data|Cost)|^)(?:ids?|uid|gid|pid|tid|seq|count|cnt|size|len|length|time|ts|ms|cost|port|line|lines|page|index|offset|limit|version|ver|build|data|members?|users?|groups?|rooms?|total|from|to|rand|random|key)$|[a-z](?:Id|ID|Ids|IDs|Seq|Count|Size|Len|Time|Data|Cost|Port|Line)$|^(?:ID|MsgSeq|MsgTime|MsgRandom)$/
/** A key before a colon, or right before the number. */
const LOOSE_KEY =
  /(?<![\p{L}\d_])([A-Za-z_][A-Za-z_]*(?:[ .-][A-Za-z_]+)?)\s*(?:[:=]{1,3}>?|\bis\b)\s*(\\*["'`“”([]*)$/u
const SPACED_EQUALS = /\s=+\s+$/
const TENCENT = /^(?:SDK)?(?:ErrorCode|ResultCode|RetCode)$/
const TENCENT_BARE = /(?<![A-Za-z])(?:ErrorCode|ResultCode|RetCode)(?:\s{1,2}|\s?(?:是|为|显示|等于)\s?)$/
const CODE =
  /(?:^|[ ._$-])(?:(?:im|tim|sdk|sso|inner|server|sub|last)?[ _-]?(?:err(?:or)?|ret|result|return|res|resp|response|fail|status|reason)?[ _-]?(?:code|no|num)|err(?:or)?[_-]?id|errno|errnum|err|error|ret|rc|onerror|fail(?:ed)?)$/i
const CODE_IN_CAMEL = /[a-z](?:Err(?:or)?)?Code$|[a-z]Err(?:or)?(?:No|Num)?$/
/** Codes that name something else than an error. */
const OTHER_CODE =
  /(?:biz|business|zip|post|postal|area|country|city|region|verify|verification|captcha|auth|invite|invitation|bar|qr|exit|http|https|currency|lang|language|promo|coupon|product|order|event|key|char|source|team|access|sms|pin|pass|op|bank|stock|room|dept|user|version|build|lobby|door|gate|discount|referral|gift|access|dial|booking|reservation|ticket|tracking|unlock|lock|pickup|dress|morse|vat|tax|hs|sort|iban|swift|otp|mfa|2fa|sku|activity|recovery|backup)[ _-]?(?:code|no|num)$|^(?:no|num)$/i
/** "Retry-After: 60018": a header of HTTP has its words in capitals. */
const HEADER = /(?<![\w-])[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+: ?["'`]?$/
/** Errors of the language: what follows is a text or a value, no code. */
const LANGUAGE_ERROR =
  /(?:Value|Type|Key|Index|Range|Syntax|Reference|Runtime|Assertion|Attribute|Import|IO|OS|Name|Parse|Lookup)Error$/
const WORDS =
  /(?:message|msg|desc|description|error[ _]?info|info|detail|details|reason|text|title|body|log|err_?msg|error|content|summary|resp|response|result|data)$/i

/** A name such as "zip code", or "http_code". */
export const isOtherCode = (name: string) => OTHER_CODE.test(name)

/** The kind of codes in a column or field of this name; undefined when it holds no codes. */
export function kindOf(name: string): 'tencent' | 'code' | undefined {
  if (TENCENT.test(name)) return 'tencent'
  if (OTHER_CODE.test(name) || LANGUAGE_ERROR.test(name)) return undefined
  return CODE.test(name) || CODE_IN_CAMEL.test(name) ? 'code' : undefined
}

/**
 * @param before text right before the number
 * @param after text right after it
 */
export function readField(before: string, after: string): Field | undefined {
  const bare = TENCENT_BARE.exec(before)
  if (bare) return { kind: 'tencent', name: bare[0].trim(), strict: false, foreign: false }
  const strict = STRICT_KEY.exec(before)
  if (strict) {
    const name = strict[1] ?? strict[2] ?? ''
    const kind = kindOf(name)
    if (kind)
      return {
        kind,
        name,
        strict: true,
        foreign: strict[1] !== undefined && (!OWN_KEY.test(name) || (name === 'code' && FOREIGN_SIBLING.test(after))),
      }
    // "batchsendmsg = 90011" is prose.
    if (strict[1] === undefined && SPACED_EQUALS.test(before)) return undefined
    const words = WORDS.test(name) && strict[3] !== '' && (SAYS_ERROR.test(name) || !VALUE_END.test(after))
    return { kind: words ? 'words' : 'other', name, strict: true, foreign: false }
  }
  const header = HEADER.exec(before)
  if (header && !/code|err|status/i.test(header[0]))
    return { kind: 'other', name: header[0], strict: false, foreign: false }
  const loose = LOOSE_KEY.exec(before)
  if (!loose) return undefined
  const name = loose[1] ?? ''
  const kind = kindOf(name) ?? kindOf(name.split(/[ .-]/).at(-1) ?? '')
  if (kind && !OTHER_CODE.test(name)) return { kind, name, strict: false, foreign: false }
  if (OTHER_CODE.test(name) && /[:=]\s*\S*\s*$/.test(loose[0]) && !/[ ]/.test(name))
    return { kind: 'other', name, strict: false, foreign: false }
  const other =
    !kind && !/\d\s?$/.test(before.slice(0, loose.index)) && !/\bis\b/i.test(loose[0]) && OTHER_KEY.test(name)
  return other ? { kind: 'other', name, strict: false, foreign: false } : undefined
}
