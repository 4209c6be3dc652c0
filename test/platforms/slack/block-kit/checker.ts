/** What is wrong with a payload, each with a JSON pointer to where. Refusals read like Slack's own. */
import { asList, asText, isJson, type Json } from '../workspace/model.ts'

/** Characters as Slack counts them. */
export const lengthOf = (value: unknown) => [...asText(value)].length

export interface Faults {
  readonly messages: string[]
  add(pointer: string, what: string): void
  /** A text object of 1 to `max` characters. */
  text(value: unknown, pointer: string, max: number, kind?: 'plain_text'): void
  /** A plain string of at most `max` characters. */
  string(value: unknown, pointer: string, max: number, required?: boolean): void
  /** 1 to `max` items. */
  list(value: unknown, pointer: string, max: number): Json[]
}

export function createFaults(): Faults {
  const messages: string[] = []
  const faults: Faults = {
    messages,
    add: (pointer, what) => messages.push(`[ERROR] ${what} [json-pointer:${pointer}]`),
    text(value, pointer, max, kind) {
      if (!isJson(value)) return faults.add(pointer, 'missing required field: text object')
      if (value.type !== 'plain_text' && value.type !== 'mrkdwn')
        return faults.add(`${pointer}/type`, 'must be plain_text or mrkdwn')
      if (kind && value.type !== kind) faults.add(`${pointer}/type`, `must be ${kind}`)
      if (value.type === 'mrkdwn' && 'emoji' in value) faults.add(`${pointer}/emoji`, 'not allowed with mrkdwn')
      if (value.type === 'plain_text' && 'verbatim' in value)
        faults.add(`${pointer}/verbatim`, 'not allowed with plain_text')
      faults.string(value.text, `${pointer}/text`, max, true)
    },
    string(value, pointer, max, required = false) {
      if (value === undefined && !required) return
      if (typeof value !== 'string') return faults.add(pointer, 'must be a string')
      if (required && value.trim() === '') faults.add(pointer, 'must be more than 0 characters')
      if (lengthOf(value) > max) faults.add(pointer, `must be less than ${max + 1} characters`)
      if (!value.isWellFormed()) faults.add(pointer, 'invalid characters: half of a surrogate pair')
    },
    list(value, pointer, max) {
      const items = asList(value)
      if (!Array.isArray(value) || items.length !== value.length || items.length === 0)
        faults.add(pointer, 'must be a list of at least 1 item')
      if (items.length > max) faults.add(pointer, `no more than ${max} items allowed`)
      return items
    },
  }
  return faults
}
