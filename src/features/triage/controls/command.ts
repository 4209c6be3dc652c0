/** `/imtriage`: dispatches its subcommands and answers them. */
import { type Responder, UserError } from '../../../chat/adapter.ts'
import { type Action, type Card, notice } from '../../../chat/card.ts'
import type { ActionEvent, CommandEvent, ConversationRef } from '../../../chat/event.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Incident, Scope, Storage } from '../../../storage/contract.ts'
import type { Authority } from '../../access/authority.ts'
import type { TeamOnly } from '../../access/team-only.ts'
import { type Language, languageOf } from '../../language/language.ts'
import { count } from '../../language/numbers.ts'
import { HOUR, parseDuration, sayDuration } from '../../language/time.ts'
import type { TicketFacts } from '../../ticket/ticket-card.ts'
import { parseTicketFacts } from '../../ticket/ticket-facts.ts'
import { nearest, quoted } from '../../typed-word.ts'
import { unlessBlind } from '../incident/incident-words.ts'
import type { Triage } from '../triage.ts'
import { EXPORT_FORMATS, exportFile } from './export-file.ts'
import { TRIAGE_COMMAND } from './imtriage.ts'
import { createIncidentList } from './incident-list.ts'
import { createMute } from './mute.ts'
import { timelineCard } from './timeline-card.ts'
import { topCard } from './top-card.ts'

export interface TriageCommandDeps {
  readonly storage: Storage
  readonly knowledge: Pick<Knowledge, 'catalog' | 'twins'>
  readonly triage: Pick<Triage, 'cardOf' | 'linkOf'>
  readonly isAdmin: Authority['isAdmin']
  readonly teamOnly: TeamOnly
  /** Answers `/imtriage note`. @param words what follows `note` */
  readonly note: (event: CommandEvent, words: string) => Promise<Card>
  /** Answers `/imtriage ticket CODE`. */
  readonly ticket: (
    code: string,
    conversation: ConversationRef,
    told: Partial<TicketFacts>,
    language: Language,
  ) => Promise<Card>
  /** For people whose platform does not tell their language. */
  readonly language: Language
  readonly help: (event: CommandEvent) => Card
  readonly now: () => number
}

const DEFAULT_WINDOW = '24h'
const MAX_SHIFT_HOURS = 168
/** Longer questions do not fit into a button's value. */
const MAX_SHARED = 60

/** Subcommands whose answer may be shared with the channel. */
const SHARED = ['top', 'incidents', 'incident', 'timeline', 'handover']

type Asked = Pick<CommandEvent, 'conversation' | 'by'>

export function createTriageCommand(deps: TriageCommandDeps) {
  const { storage, knowledge, triage, now } = deps
  const { catalog } = knowledge
  const { occurrences, incidents, mutes } = storage
  const mute = createMute({ mutes, knowledge, codeIn, now })
  const lists = createIncidentList({ storage, knowledge, linkOf: triage.linkOf })
  const scopeOf = ({ conversation: { platform, workspace } }: Asked): Scope => ({ platform, workspace })

  /** @throws UserError when the word is not a known code */
  function codeIn(word: string | undefined, example: string): string {
    if (word && catalog.entryOf(word)) return word
    throw new UserError(
      word
        ? `${quoted(word) || 'That'} is not a known code. Write for example: ${example}`
        : `Name a code, for example: ${example}`,
    )
  }
  const windowOf = (word: string | undefined, example: string) => ({
    windowMs: parseDuration(word ?? DEFAULT_WINDOW, example),
    now: now(),
  })

  /** @throws UserError when this workspace has no such incident */
  async function incidentOf(asked: Asked, word: string | undefined): Promise<Incident> {
    const id = word?.replace(/^#/, '') ?? ''
    if (!/^\d{1,15}$/.test(id)) throw new UserError('Write the number of the incident: /imtriage incident 3')
    const found = await incidents.get(Number(id))
    const { platform, workspace } = scopeOf(asked)
    if (found?.scope.platform === platform && found.scope.workspace === workspace) return found
    throw new UserError(`There is no incident ${id} here. See all of them: /imtriage incidents`)
  }

  async function exported(event: CommandEvent, words: readonly string[], responder: Responder): Promise<void> {
    if (!(await deps.isAdmin(event.by, event.conversation)))
      throw new UserError('Only an admin of this workspace can export. Ask one, or see /imtriage top.')
    const isFormat = (word: string) => EXPORT_FORMATS.some((known) => word.toLowerCase() === known)
    const format = EXPORT_FORMATS.find((known) => words.some((word) => word.toLowerCase() === known)) ?? 'csv'
    const after = words.find((word) => /^\d{1,15}$/.test(word))
    const [window, extra] = words.filter((word) => !isFormat(word) && word !== after && word.toLowerCase() !== 'after')
    if (extra)
      throw new UserError(
        `"${extra}" is not a format; I write ${EXPORT_FORMATS.join(' or ')}. For example: /imtriage export 24h csv`,
      )
    const query = { scope: scopeOf(event), ...windowOf(window, '/imtriage export 7d csv'), after: Number(after ?? 0) }
    const { file, rows, next } = await exportFile(occurrences, format, query)
    const rest = `The file is full. The rest: /imtriage export ${window ?? DEFAULT_WINDOW} ${format} ${next}`
    const line = `${count(rows, 'sighting')} of the last ${sayDuration(query.windowMs)}. People are keyed hashes; no message text is in it. Times are UTC.${next === undefined ? '' : ` ${rest}`}`
    await responder.reply(notice('Export', line), 'private', file)
  }

  function shiftOf(word: string | undefined): number {
    const [, hours = ''] = /^(\d{1,3})h?$/i.exec(word ?? '8') ?? []
    if (Number(hours) >= 1 && Number(hours) <= MAX_SHIFT_HOURS) return Number(hours) * HOUR
    throw new UserError(`Write the length of the shift in hours, 1 to ${MAX_SHIFT_HOURS}: /imtriage handover 8`)
  }

  /** @returns undefined when there is no such subcommand */
  async function cardFor(asked: Asked, what: string, words: readonly string[]): Promise<Card | undefined> {
    const scope = scopeOf(asked)
    switch (what) {
      case 'top':
        return topCard(occurrences, catalog, { scope, ...windowOf(words[0], '/imtriage top 2h') })
      case 'incidents':
        return lists.list(scope, now())
      case 'incident': {
        const incident = await incidentOf(asked, words[0])
        return lists.one(incident, await triage.cardOf(incident, now()), now())
      }
      case 'timeline': {
        const code = codeIn(words[0], '/imtriage timeline 70001 7d')
        return timelineCard(storage, catalog, code, { scope, ...windowOf(words[1], '/imtriage timeline 70001 7d') })
      }
      case 'handover':
        return lists.handover({ scope, windowMs: shiftOf(words[0]), now: now() })
      default:
        return undefined
    }
  }

  /** @returns undefined when there is no such subcommand, or its answer may be shared */
  async function privateCardFor(
    event: CommandEvent,
    what: string,
    words: readonly string[],
  ): Promise<Card | undefined> {
    const rest = event.text.trim().slice(what.length).trim()
    switch (what) {
      case 'help':
        return deps.help(event)
      case 'mute':
        await deps.teamOnly(event, 'mute')
        return mute(scopeOf(event), event, words)
      case 'note':
        // A code alone only shows the note, which everybody may do.
        if (words.length > 1) await deps.teamOnly(event, 'note')
        return deps.note(event, rest)
      case 'ticket': {
        const code = codeIn(words[0], '/imtriage ticket 70001')
        const language = languageOf(event.locale, deps.language)
        return deps.ticket(code, event.conversation, parseTicketFacts(rest.slice(code.length), language), language)
      }
      default:
        return undefined
    }
  }

  async function answer(event: CommandEvent, responder: Responder): Promise<void> {
    const [what = 'incidents', ...words] = event.text.split(/\s+/).filter(Boolean)
    const name = what.toLowerCase()
    if (name === 'export') return exported(event, words, responder)
    const own = await privateCardFor(event, name, words)
    if (own) {
      await responder.reply(own)
      return
    }
    const card = await cardFor(event, name, words)
    if (!card) {
      const meant = nearest(
        what,
        TRIAGE_COMMAND.subcommands.map((subcommand) => subcommand.name),
      )
      throw new UserError(
        `There is no /imtriage ${quoted(what) || 'subcommand of that name'}. ${meant ? `Did you mean /imtriage ${meant}?` : 'Type /imtriage help.'}`,
      )
    }
    const value = [name, ...words].join(' ')
    const share: Action = { kind: 'button', id: 'triage.share', value, label: 'Share here' }
    const shareable = value.length <= MAX_SHARED
    await responder.reply(shareable ? { ...card, actions: [...card.actions, share] } : card)
  }

  return {
    command: (event: CommandEvent, responder: Responder) => unlessBlind(() => answer(event, responder)),

    /** The button "Share here": answers the same question for the whole conversation. */
    share: (event: ActionEvent, responder: Responder) =>
      unlessBlind(async () => {
        const [what = '', ...words] = event.value.split(' ')
        const card = SHARED.includes(what) ? await cardFor(event, what, words) : undefined
        if (!card) throw new UserError('This cannot be shared any more. Ask again: /imtriage help')
        await responder.reply(card, 'public')
      }),
  }
}
