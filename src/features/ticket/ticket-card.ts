/** A ticket to the vendor as text to paste: what is known, and hints at what to fill in. */
import { type Action, bold, type Card, code, line, text } from '../../chat/card.ts'
import type { Language } from '../language/language.ts'
import { TICKET_WORDS, type TicketWords } from './ticket-words.ts'

/** What is known about the failure. Everything but the code may be missing. */
export interface TicketFacts {
  readonly codes: readonly string[]
  /** What the first code means, from the catalog. */
  readonly title?: string
  /** APIs named in the sightings, the most frequent first. */
  readonly apis: readonly string[]
  /** APIs that the person named; they come first. */
  readonly toldApis?: readonly string[]
  /** APIs whose documentation lists the code, as a hint for filling in. */
  readonly documentedApis?: readonly string[]
  /** `ErrorInfo`, or the SDK's `desc`. */
  readonly errorInfo?: string
  readonly sdkVersion?: string
  readonly platform?: string
  readonly sdkAppId?: string
  /** Milliseconds since 1970: the first and the last sighting. */
  readonly from?: number
  readonly to?: number
  readonly people?: number
  readonly sightings?: number
  readonly channels?: number
  /** In full; the text shows only their first letters. */
  readonly userIds?: readonly string[]
  readonly steps?: string
  readonly tried?: string
  /** The number of our incident. */
  readonly incident?: number
}

const MAX_APIS = 5
const MAX_USERS = 5
const MAX_CODES = 20
const MAX_VALUE_LENGTH = 400
/** Discord takes 512 characters in a link button; other platforms take more. */
const MAX_ADDRESS_LENGTH = 500

const moment = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** "al***": enough to recognise a user, too little to use the id. */
export function maskUserId(id: string): string {
  const letters = [...id]
  return `${letters.slice(0, Math.min(2, Math.floor(letters.length / 2))).join('')}***`
}

function apiLine({ apis, toldApis = [], documentedApis = [] }: TicketFacts, say: TicketWords): string {
  const seen = [...new Set([...toldApis, ...apis])]
  if (seen.length > 0) return seen.slice(0, MAX_APIS).join(', ')
  const known = [...new Set(documentedApis)].slice(0, MAX_APIS).join(', ')
  return known ? say.fillApiDocumented(known) : say.fillApi
}

export function ticketTitle({ codes, title }: TicketFacts, language: Language): string {
  const say = TICKET_WORDS[language]
  const subject = say.subject(codes.slice(0, MAX_CODES).join(', '))
  return title ? `${subject}${say.colon}${title}` : subject
}

/** @param redact removes private data; applied to each line and once more to the whole text */
export function ticketText(facts: TicketFacts, redact: (text: string) => string, language: Language = 'en'): string {
  return [redact(ticketTitle(facts, language)), '', ticketBody(facts, redact, TICKET_WORDS[language])].join('\n')
}

/** Apply after redacting: half a secret is not recognised. */
function shortened(value: string): string {
  const letters = [...value]
  return letters.length > MAX_VALUE_LENGTH ? `${letters.slice(0, MAX_VALUE_LENGTH).join('')}…` : value
}

function ticketBody(facts: TicketFacts, redact: (text: string) => string, say: TicketWords): string {
  const { from, to, userIds = [] } = facts
  const affected = [
    ...(facts.people === undefined ? [] : [say.people(facts.people)]),
    ...(facts.sightings === undefined ? [] : [say.sightings(facts.sightings)]),
    ...(facts.channels === undefined ? [] : [say.channels(facts.channels)]),
  ].join(say.comma)
  const masked = userIds.slice(0, MAX_USERS).map(maskUserId).join(', ')
  const time = from === undefined || to === undefined ? undefined : say.from(moment(from), moment(to))
  const lines = [
    [say.api, apiLine(facts, say)],
    [say.code, facts.codes.slice(0, MAX_CODES).join(', ')],
    [say.errorInfo, facts.errorInfo ?? say.fillErrorInfo],
    [say.sdk, facts.sdkVersion ?? say.fillSdk],
    [say.platform, facts.platform ?? say.fillPlatform],
    [say.app, facts.sdkAppId ?? say.fillApp],
    [say.time, time ?? say.fillTime],
    [say.affected, affected || say.fillAffected],
    [say.users, masked || say.fillUsers],
    [say.steps, facts.steps ?? say.fillSteps],
    [say.tried, facts.tried ?? say.fillTried],
    ...(facts.incident === undefined ? [] : [[say.reference, say.incident(facts.incident)]]),
  ].map(([name, value = '']) => `${name}${say.colon}${shortened(redact(value))}`)
  return redact(lines.join('\n'))
}

/** The words without the hints at what to fill in. */
const withoutHints = (say: TicketWords): TicketWords => ({
  ...say,
  fillApi: '',
  fillApiDocumented: () => '',
  fillErrorInfo: '',
  fillSdk: '',
  fillPlatform: '',
  fillApp: '',
  fillTime: '',
  fillAffected: '',
  fillUsers: '',
  fillSteps: '',
  fillTried: '',
})

/** Fills title and body into a template's address; drops whole lines at the end until it is short enough. */
export function prefilled(template: string, title: string, body: string): string {
  const fill = (lines: readonly string[]) =>
    template
      .replaceAll('{title}', () => encodeURIComponent(title))
      .replaceAll('{body}', () => encodeURIComponent(lines.join('\n')))
  const lines = body.split('\n')
  while (lines.length > 0 && fill(lines).length > MAX_ADDRESS_LENGTH) lines.pop()
  return fill(lines)
}

export interface TicketLinks {
  /** The vendor's page; it cannot be prefilled. */
  readonly vendor?: string
  /** Another page, with `{title}` and `{body}` in its address. */
  readonly template?: string
}

/** @param fillIn a command that fills in what is missing; absent when nothing is */
export function ticketCard(
  facts: TicketFacts,
  redact: (text: string) => string,
  { vendor, template }: TicketLinks,
  language: Language = 'en',
  fillIn?: string,
): Card {
  const say = TICKET_WORDS[language]
  const draft = ticketText(facts, redact, language)
  const about = facts.incident === undefined ? facts.codes.slice(0, 3).join(', ') : say.incident(facts.incident)
  const actions: Action[] = []
  if (vendor) actions.push({ kind: 'link', label: say.openPage, url: vendor })
  if (template)
    actions.push({
      kind: 'link',
      label: say.openPrefilled,
      // The address is limited, so leave the hints out.
      url: prefilled(template, redact(ticketTitle(facts, language)), ticketBody(facts, redact, withoutHints(say))),
    })
  return {
    tone: 'info',
    title: say.title(about),
    summary: say.summary(about),
    blocks: [
      { kind: 'text', text: [bold(say.copy), text(say.paste)] },
      { kind: 'code', text: draft },
      ...(fillIn ? [{ kind: 'text' as const, text: [text(say.fillHere), code(fillIn)] }] : []),
      line(say.never),
    ],
    actions,
  }
}
