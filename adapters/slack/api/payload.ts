/** Defensive readers for Slack's payloads: its published types leave out much of what really arrives. */

/** A JSON object of unknown content. */
export type Payload = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** The object, or an empty one. */
export const asObject = (value: unknown): Payload => (isObject(value) ? value : {})
/** The string, or `''`. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
/** The objects in a list; anything else is dropped. */
export const asList = (value: unknown): Payload[] => (Array.isArray(value) ? value.filter(isObject) : [])
