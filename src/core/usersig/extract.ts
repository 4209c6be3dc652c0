/** Finds the UserSig in pasted text: bare, quoted, percent-encoded, or part of a REST URL. */

/** What was removed to read the value. Each is a mistake if it reaches the server. */
export type Wrapping = 'percent-encoded' | 'white space' | 'quotes'

export interface Extracted {
  /** The value without wrappings; empty when there is none. */
  readonly token: string
  readonly wrappings: readonly Wrapping[]
  /** What the URL says about the user and app; it must agree with the UserSig. */
  readonly address?: { readonly userId?: string; readonly sdkAppId?: number }
}

/** Longer pastes are cut; the longest real UserSigs have about 600 characters. */
export const MAX_TOKEN_LENGTH = 8000

const IN_ADDRESS = /[?&]usersig=([^&#\s"'<>]*)/i
const IN_FIELD = /user_?sig\\?["']?\s*[:=]\s*\\?["'`]?([^\s"'`,;&\\}]*)/i

function decodePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function parameter(text: string, name: string): string | undefined {
  const value = new RegExp(`[?&]${name}=([^&#\\s]*)`, 'i').exec(text)?.[1]
  return value ? decodePercent(value) : undefined
}

export function extractUserSig(pasted: string): Extracted {
  const text = pasted.slice(0, MAX_TOKEN_LENGTH).trim()
  const inAddress = IN_ADDRESS.exec(text)?.[1]
  const inField = inAddress === undefined ? IN_FIELD.exec(text)?.[1] : undefined
  const wrappings: Wrapping[] = []
  let token = inAddress ?? inField ?? text
  const bare = token.replace(/^["'`<“‘]+|["'`>”’]+$/g, '')
  if (bare !== token && inAddress === undefined) wrappings.push('quotes')
  token = bare
  const joined = token.replace(/\s+/g, '')
  if (joined !== token && token.startsWith('eJ')) {
    wrappings.push('white space')
    token = joined
  }
  if (/%[0-9a-f]{2}/i.test(token)) {
    // Correct in a URL.
    if (inAddress === undefined) wrappings.push('percent-encoded')
    token = decodePercent(token)
    if (/%[0-9a-f]{2}/i.test(token)) {
      if (inAddress !== undefined) wrappings.push('percent-encoded')
      token = decodePercent(token)
    }
  }
  const userId = parameter(text, 'identifier')
  const sdkAppId = parameter(text, 'sdkappid')
  const address = {
    ...(userId ? { userId } : {}),
    ...(sdkAppId && /^\d{1,15}$/.test(sdkAppId) ? { sdkAppId: Number(sdkAppId) } : {}),
  }
  return { token, wrappings, ...(inAddress === undefined ? {} : { address }) }
}
