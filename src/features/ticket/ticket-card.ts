/** A ticket to the vendor as text that is ready to be pasted: what is known, and what somebody has to fill in. */
import { type Action, bold, type Card, code, text } from '../../chat/card.ts'
import type { Language } from '../language/phrases.ts'
import { TICKET_WORDS, type TicketWords } from './ticket-words.ts'

/** What is known about the failure. Everything but the code may be missing. */
export interface TicketFacts {
  readonly codes: readonly string[]
  /** What the first code means, from the catalog. */
  readonly title?: string
  /** APIs it was seen with, the most frequent first. */
  readonly apis: readonly string[]
  /** APIs that somebody names; they go before those that were seen. */
  readonly toldApis?: readonly string[]
  /** APIs that document it, to help whoever fills the line in. */
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
  /** As they are; the text shows only their beginnings. */
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
/** Discord's buttons take 512; the others take more. */
const MAX_ADDRESS_LENGTH = 500

const moment = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`

/** "al***": enough to recognise one's own, not enough to use. */
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

/** @param redact takes private things out; it sees the whole text once more at the end */
export function ticketText(facts: TicketFacts, redact: (text: string) => string, language: Language = 'en'): string {
  return [redact(ticketTitle(facts, language)), '', ticketBody(facts, redact, TICKET_WORDS[language])].join('\n')
}

/** What somebody told is redacted first: half a secret is not recognised. */
function cut(value: string): string {
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
  ].map(([name, value = '']) => `${name}${say.colon}${cut(redact(value))}`)
  return redact(lines.join('\n'))
}

/** The same words, with nothing where something is to be filled in. */
const withoutHints = (say: TicketWords): TicketWords => ({
  ...say,
  ...{ fillApi: '', fillErrorInfo: '', fillSdk: '', fillPlatform: '', fillApp: '', fillTime: '', fillAffected: '' },
  ...{ fillUsers: '', fillSteps: '', fillTried: '', fillApiDocumented: () => '' },
})

/** A template's address with title and text in it, cut at a line so that every platform takes it. */
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
  /** The vendor's page, which takes no text in its address. */
  readonly vendor?: string
  /** Another page, with `{title}` and `{body}` in its address. */
  readonly template?: string
}

/** @param fillIn how to have the draft filled in, when something is missing */
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
      ...{ kind: 'link', label: say.openPrefilled },
      // An address is short: what is known goes without the hints.
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
      { kind: 'text', text: [text(say.never)] },
    ],
    actions,
  }
}
