/** Collects the errors of a payload in Slack's wording, each with a JSON pointer. */
import { asList, asText, isJson, type Json } from '../workspace/model.ts'

/** Characters as Slack counts them. */
export const lengthOf = (value: unknown) => [...asText(value)].length

export interface Checker {
  readonly errors: string[]
  add(pointer: string, what: string): void
  /** A text object of 1 to `max` characters. */
  text(value: unknown, pointer: string, max: number, kind?: 'plain_text'): void
  /** A plain string of at most `max` characters. */
  string(value: unknown, pointer: string, max: number, required?: boolean): void
  /** 1 to `max` items. */
  list(value: unknown, pointer: string, max: number): Json[]
}

export function createChecker(): Checker {
  const errors: string[] = []
  const check: Checker = {
    errors,
    add: (pointer, what) => errors.push(`[ERROR] ${what} [json-pointer:${pointer}]`),
    text(value, pointer, max, kind) {
      if (!isJson(value)) return check.add(pointer, 'missing required field: text object')
      if (value.type !== 'plain_text' && value.type !== 'mrkdwn')
        return check.add(`${pointer}/type`, 'must be plain_text or mrkdwn')
      if (kind && value.type !== kind) check.add(`${pointer}/type`, `must be ${kind}`)
      if (value.type === 'mrkdwn' && 'emoji' in value) check.add(`${pointer}/emoji`, 'not allowed with mrkdwn')
      if (value.type === 'plain_text' && 'verbatim' in value)
        check.add(`${pointer}/verbatim`, 'not allowed with plain_text')
      check.string(value.text, `${pointer}/text`, max, true)
    },
    string(value, pointer, max, required = false) {
      if (value === undefined && !required) return
      if (typeof value !== 'string') return check.add(pointer, 'must be a string')
      if (required && value.trim() === '') check.add(pointer, 'must be more than 0 characters')
      if (lengthOf(value) > max) check.add(pointer, `must be less than ${max + 1} characters`)
      if (!value.isWellFormed()) check.add(pointer, 'invalid characters: half of a surrogate pair')
    },
    list(value, pointer, max) {
      const items = asList(value)
      if (!Array.isArray(value) || items.length !== value.length || items.length === 0)
        check.add(pointer, 'must be a list of at least 1 item')
      if (items.length > max) check.add(pointer, `no more than ${max} items allowed`)
      return items
    },
  }
  return check
}
