/** What identifies a bot, a channel and a person on each platform, read from what an admin typed. */
import { UserError } from '../../chat/adapter.ts'
import type { SettingsWords } from './settings-words.ts'

export type IdKind = 'bot' | 'channel' | 'person'

/** Platforms that are not here, such as the terminal, have names in place of ids. */
const SHAPES: Readonly<Record<string, Readonly<Record<IdKind, RegExp>>>> = {
  // A bot's messages carry its bot id; the user id behind its mention would never be met.
  slack: { bot: /^(?:B[A-Z0-9]{2,20}|USLACKBOT)$/, channel: /^[CGD][A-Z0-9]{2,20}$/, person: /^[UWS][A-Z0-9]{2,20}$/ },
  discord: { bot: /^\d{15,21}$/, channel: /^\d{15,21}$/, person: /^\d{15,21}$/ },
}

/** An id to write like. */
export const botExample = (platform: string): string => (platform === 'discord' ? '123456789012345678' : 'B012345')

/** Ids of every platform, and names; what is longer is no id. */
const ID = /^[\p{L}\p{N}_.:-]{1,64}$/u

/** Reads `<#C123|name>`, `<@U123>`, `<!subteam^S123>`, `#C123` and plain ids the same. */
const idOf = (word: string) => word.replace(/^<[#@!&]*(?:subteam\^)?([^|>]+)(?:\|[^>]*)?>$/, '$1').replace(/^[#@]/, '')

/** @throws UserError that says how one is written on this platform */
export function readId(word: string, kind: IdKind, platform: string, say: SettingsWords): string {
  const id = idOf(word)
  if (!ID.test(id)) throw new UserError(say.notAnId)
  const shape = SHAPES[platform]?.[kind]
  if (shape && !shape.test(id)) throw new UserError(say.idOn[platform]?.[kind](id) ?? say.notAnId)
  return id
}
