/** Which feature handles which event: all features in one place. */
import type { Responder } from '../chat/adapter.ts'
import type { ActionEvent, CommandEvent } from '../chat/event.ts'
import { createTeamOnly } from './access/team-only.ts'
import { createAnnotate } from './annotate/annotate.ts'
import { createAnnotationBook } from './annotate/annotation-book.ts'
import { createAnnotationButtons } from './annotate/annotation-buttons.ts'
import { annotationCard, bannerBlocks } from './annotate/annotation-card.ts'
import { createForumPosts } from './annotate/forum-posts.ts'
import { createOptOut } from './annotate/opt-out.ts'
import { asksWhy, createWhy } from './annotate/why.ts'
import type { FeatureDeps } from './feature-deps.ts'
import { helpCard } from './help/help.ts'
import { createHome } from './help/home.ts'
import { languageOf } from './language/language.ts'
import { createLookup, type TeamBlocks } from './lookup/lookup.ts'
import { createReadMessage } from './reading/read-message.ts'
import { createSettings } from './settings/settings.ts'
import { createTriageCommand } from './triage/controls/command.ts'
import { createIncidentButtons } from './triage/controls/incident-buttons.ts'
import { createTriage } from './triage/triage.ts'
import { createUserSig } from './usersig/usersig.ts'

export function createRoutes(deps: FeatureDeps) {
  const { knowledge, storage, commands, authority, hashPerson, record, adapterOf, events, now } = deps
  const { catalog } = knowledge
  const annotations = createAnnotationBook(storage.annotations, events.blind)
  // For people whose platform does not tell their language.
  const { language } = deps.defaults
  const optOut = createOptOut({ optOuts: storage.optOuts, hashPerson, language, now, onBlind: events.blind })
  const settings = createSettings({
    storage,
    catalog,
    defaults: deps.defaults,
    adapterOf,
    isAdmin: authority.isAdmin,
    holdsSecret: (words) => knowledge.redactor.secretsIn(words).length > 0,
    onBlind: events.blind,
    now,
  })
  const triage = createTriage({
    storage,
    knowledge,
    adapterOf,
    now,
    parameters: deps.triage,
    // An incident's message is in English.
    runbookBlocks: (codes, at) => deps.teamBlocks(codes, at, 'en'),
    async annotationCard(codes, at, banners) {
      const { language, mode } = await settings.of(at)
      const team = await deps.teamLine(codes, at, language)
      return annotationCard({ codes, language, mode: mode === 'quiet' ? 'quiet' : 'auto', banners, team }, catalog)
    },
    settingsOf: (at) => settings.of(at),
    onUndelivered: events.undelivered,
    onFailure: events.triageFailed,
  })
  const teamBlocks: TeamBlocks = async (codes, conversation, spoken = language) => [
    ...bannerBlocks(await triage.banners(codes, conversation, spoken)),
    ...(await deps.teamBlocks(codes, conversation, spoken)),
  ]
  const read = createReadMessage({ knowledge, adapterOf, onUnreadable: events.unreadableFile })
  const lookup = createLookup({
    knowledge,
    record,
    teamBlocks,
    read,
    language,
    now,
    languageHere: async (conversation) => (await settings.of(conversation)).language,
  })
  const userSig = createUserSig({ knowledge, language, now })
  const posts = createForumPosts()
  const gates = { annotations, optedOut: optOut.has, posts, hashPerson, budget: deps.budget, now, settings }
  const annotate = createAnnotate({
    ...gates,
    catalog,
    read,
    record,
    adapterOf,
    answer: async (event, responder) =>
      userSig.isPublicQuestion(event)
        ? userSig.warn(responder, (await settings.of(event.conversation)).language)
        : lookup.answerMessage(event, responder),
    banners: triage.banners,
    teamLine: deps.teamLine,
    onDigest: triage.keepDigest,
    onSuppressed: events.suppressed,
    onAnnotated: events.annotated,
    onUndelivered: events.undelivered,
  })
  const buttons = createAnnotationButtons({
    annotations,
    feedback: storage.feedback,
    authority,
    hashPerson,
    adapterOf,
    language,
    now,
  })
  const teamOnly = createTeamOnly({ authority, settings: storage.settings, language })
  const incidentButtons = createIncidentButtons({
    incidents: storage.incidents,
    triage,
    teamOnly,
    now,
    ticketFor: async (incident, at) => deps.ticket.forIncident(incident, (await settings.of(at)).language),
  })
  const imtriage = createTriageCommand({
    storage,
    knowledge,
    triage,
    now,
    isAdmin: authority.isAdmin,
    teamOnly,
    note: deps.note,
    ticket: deps.ticket.forCode,
    language,
    help: ({ locale }) => helpCard(commands, languageOf(locale, language), 'imtriage'),
  })
  const why = createWhy({ ...gates, knowledge, adapterOf, language })

  async function imerr(event: CommandEvent, responder: Responder): Promise<void> {
    const words = event.text.trim()
    if (userSig.asks(words)) return userSig.ask(event, responder)
    if (event.intent === 'explain') return lookup.ask(event, responder)
    switch (words.toLowerCase()) {
      case '':
      case 'help':
      case 'hi':
        await responder.reply(helpCard(commands, languageOf(event.locale, language)))
        return
      case 'optout':
        return optOut.choose(event, true, responder)
      case 'optin':
        return optOut.choose(event, false, responder)
    }
    if (asksWhy(words)) {
      await responder.reply(await why(event))
      return
    }
    // The answer may repeat the question, so it is redacted first.
    const asked = words.includes('\n') ? event : { ...event, text: knowledge.redactor.redact(event.text) }
    return lookup.ask(asked, responder)
  }

  async function imconfig(event: CommandEvent, responder: Responder): Promise<void> {
    if (event.text.trim().toLowerCase() === 'help') {
      await responder.reply(helpCard(commands, languageOf(event.locale, language), 'imconfig'))
      return
    }
    return settings.command(event, responder)
  }

  return {
    settings,
    triage,
    commands: { imerr, imconfig, imtriage: imtriage.command },
    actions: {
      ...incidentButtons,
      'triage.share': imtriage.share,
      'lookup.show': lookup.show,
      'lookup.share': lookup.share,
      'annotate.details': lookup.show,
      'annotate.unhelpful': buttons.unhelpful,
      'annotate.dismiss': buttons.dismiss,
      'annotate.optout': (event: ActionEvent, responder: Responder) => optOut.choose(event, true, responder),
    },
    message: annotate.message,
    edit: annotate.edit,
    remove: annotate.remove,
    suggest: deps.suggest,
    home: createHome({ storage, catalog, defaults: deps.defaults, now }),
  }
}
