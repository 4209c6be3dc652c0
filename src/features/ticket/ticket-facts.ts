/** Parses the facts that somebody adds to `/imtriage ticket CODE`: `sdk=8.2 appid=1400000001 platform="Android 14" users=alice,bob`. */
import { UserError } from '../../chat/adapter.ts'
import type { Language } from '../language/language.ts'
import { quoted } from '../typed-word.ts'
import type { TicketFacts } from './ticket-card.ts'
import { TICKET_WORDS } from './ticket-words.ts'

export const TICKET_EXAMPLE = '/imtriage ticket 70001 sdk=8.2 appid=1400000001 platform="Android 14" users=alice,bob'

/** Each fact with the names that people write for it. */
const ALIASES = {
  sdk: ['sdk', 'sdkversion', 'version'],
  appid: ['appid', 'sdkappid', 'app'],
  platform: ['platform', 'os'],
  api: ['api'],
  error: ['error', 'errorinfo', 'desc'],
  users: ['users', 'user', 'userids'],
  steps: ['steps'],
  tried: ['tried'],
} as const
type Name = keyof typeof ALIASES
const NAMES = Object.keys(ALIASES) as Name[]

/** A value with spaces needs quotation marks; chat programs may make them curly. */
const FACT = /^([a-z_]{2,12})\s*[=：:]\s*(?:"([^"]*)"|“([^”]*)”|'([^']*)'|(\S*))(?:\s+|$)/i

function nameOf(written: string): Name | undefined {
  const plain = written.toLowerCase().replaceAll('_', '')
  return NAMES.find((name) => ALIASES[name].some((alias) => alias === plain))
}

/**
 * @param words what follows the code
 * @throws UserError that lists the known facts
 */
export function parseTicketFacts(words: string, language: Language = 'en'): Partial<TicketFacts> {
  const say = TICKET_WORDS[language]
  const told: Partial<Record<Name, string>> = {}
  for (let rest = words.trim(); rest !== ''; ) {
    const found = FACT.exec(rest)
    const name = found && nameOf(found[1] ?? '')
    if (!found || !name)
      throw new UserError(say.unknownFact(quoted(rest.split(/\s+/)[0] ?? '') || '…', NAMES.join(', '), TICKET_EXAMPLE))
    const value = (found[2] ?? found[3] ?? found[4] ?? found[5] ?? '').trim()
    if (value !== '') told[name] = value
    rest = rest.slice(found[0].length)
  }
  const { sdk, appid, platform, api, error, users, steps, tried } = told
  if (appid !== undefined && !/^\d{5,15}$/.test(appid)) throw new UserError(say.badApp(TICKET_EXAMPLE))
  return {
    ...(sdk === undefined ? {} : { sdkVersion: sdk }),
    ...(appid === undefined ? {} : { sdkAppId: appid }),
    ...(platform === undefined ? {} : { platform }),
    ...(api === undefined ? {} : { toldApis: api.split(/[,，]\s*/) }),
    ...(error === undefined ? {} : { errorInfo: error }),
    ...(users === undefined ? {} : { userIds: users.split(/[,，]\s*/).filter(Boolean) }),
    ...(steps === undefined ? {} : { steps }),
    ...(tried === undefined ? {} : { tried }),
  }
}
