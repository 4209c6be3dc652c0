/** Slack's payloads, read with care: its types leave out much of what really comes. */

/** A JSON object of unknown content. */
export type Json = { readonly [key: string]: unknown }

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const asJson = (value: unknown): Json => (isJson(value) ? value : {})
/** The text, or `''`. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
/** The objects of a list, or none. */
export const asList = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
