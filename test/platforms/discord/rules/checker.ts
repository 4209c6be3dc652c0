/** Collects the errors of a request body by path. */
import type { FormError } from '../rest/api-error.ts'
import { isRecord, type Json } from '../world/protocol.ts'

export interface Checker {
  readonly errors: readonly FormError[]
  error(path: string, code: string, message: string): void
  /** A string of `min` to `max` UTF-16 units; may be absent unless `required`. */
  text(value: unknown, path: string, min: number, max: number, required?: boolean): void
  whole(value: unknown, path: string, min: number, max: number): void
  oneOf(value: unknown, path: string, allowed: readonly unknown[]): void
  /** @returns the items that are objects, with their paths; anything but a list within the bounds is an error */
  items(value: unknown, path: string, min: number, max: number): readonly (readonly [Json, string])[]
}

export const at = (path: string, key: string | number) => (path ? `${path}.${key}` : String(key))

export function createChecker(): Checker {
  const errors: FormError[] = []
  const error: Checker['error'] = (path, code, message) => errors.push({ path, code, message })
  return {
    errors,
    error,
    text(value, path, min, max, required = false) {
      if (value === undefined || value === null) {
        if (required) error(path, 'BASE_TYPE_REQUIRED', 'This field is required')
      } else if (typeof value !== 'string') error(path, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.')
      else if (value.length < min || value.length > max)
        error(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length. It has ${value.length}.`)
      else if (min > 0 && value.trim() === '') error(path, 'BASE_TYPE_REQUIRED', 'This field is required')
    },
    whole(value, path, min, max) {
      if (value === undefined || value === null) return
      if (!Number.isInteger(value)) error(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`)
      else if ((value as number) < min || (value as number) > max)
        error(path, 'NUMBER_TYPE_MAX', `int value should be between ${min} and ${max}.`)
    },
    oneOf(value, path, allowed) {
      if (!allowed.includes(value))
        error(path, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}, not ${JSON.stringify(value)}.`)
    },
    items(value, path, min, max) {
      if (value === undefined || value === null) return []
      if (!Array.isArray(value)) {
        error(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
        return []
      }
      if (value.length < min || value.length > max)
        error(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length. It has ${value.length}.`)
      return value.flatMap((item, i) => {
        if (isRecord(item)) return [[item, at(path, i)] as const]
        error(at(path, i), 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType')
        return []
      })
    },
  }
}

/** A URL with one of the schemes. */
export function checkUrl(check: Checker, value: unknown, path: string, max: number, schemes: readonly string[]) {
  check.text(value, path, 1, max)
  if (typeof value !== 'string') return
  const scheme = /^([a-z]+):\/\/\S+$/.exec(value)?.[1] ?? ''
  if (!schemes.includes(scheme) || (scheme.startsWith('http') && !URL.canParse(value)))
    check.error(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
}
