/** Every event, command and press that we listen to: acknowledge first, then hand it on. */
import type { App } from '@slack/bolt'
import type { Sink } from '../../src/chat/adapter.ts'
import { type CommandSpec, OPEN_FORM } from '../../src/chat/command.ts'
import type { CommandEvent, InboundEvent } from '../../src/chat/event.ts'
import type { Api } from './api.ts'
import type { Change } from './change.ts'
import { cut } from './cut.ts'
import type { Files } from './files.ts'
import { type Envelope, type Identity, isOwn } from './identity.ts'
import {
  actionEvent,
  actionIdOf,
  commandEvent,
  explainEvent,
  pasteEvent,
  SHORTCUTS,
  surfaceOf,
} from './interactions.ts'
import { asJson, asList, asText, type Json } from './json.ts'
import { LIMITS } from './limits.ts'
import type { Log } from './log.ts'
import { normalizeMessage, PLATFORM } from './normalize.ts'
import type { OwnPosts } from './own-posts.ts'
import type { People } from './people.ts'
import type { Posting } from './post.ts'
import { LINK_ACTION, plain } from './render.ts'
import type { Origin, Responders } from './responder.ts'
import { createResponseUrl } from './response-url.ts'
import { createVersions } from './versions.ts'
import { pasteForm, renderHome, VIEWS, waitingModal } from './view.ts'
import type { Workspaces } from './workspaces.ts'

export interface ListenerDeps {
  readonly sink: Sink
  readonly commands: readonly CommandSpec[]
  readonly workspaces: Workspaces
  readonly api: Api
  readonly people: People
  readonly files: Files
  readonly change: Change
  readonly posting: Posting
  readonly own: OwnPosts
  readonly responders: Responders
  readonly log: Log
  /** Keeps count of what is under way, so that a stop can wait for it. */
  readonly track: <T>(work: Promise<T>) => Promise<T | undefined>
  /** Has the event with this body delivered again. */
  readonly undone: (body: object) => void
}

interface Context {
  readonly teamId?: string | undefined
}

/** Mentions that were handed on; the same message comes as a message and as a mention, as two events. */
const MOST_MENTIONS = 1_000

export function registerListeners(app: App, deps: ListenerDeps): void {
  const { sink, commands, workspaces, api, people, files, change, posting, own, responders, log, track, undone } = deps
  const answered = new Map<string, string>()
  const versions = createVersions()

  const identityOf = async (context: Context) => (await workspaces.of(context.teamId ?? '')).identity

  /** A lost acknowledgement shows the person an error; the answer comes all the same. */
  const acknowledged = async (ack: () => Promise<void>) => {
    await ack().catch((error: unknown) => log.warn({ reason: String(error) }, 'an acknowledgement was lost'))
  }

  /** False for the second of two events that tell of one message to us. */
  function isFirst(event: InboundEvent): boolean {
    if (event.kind !== 'message' || !event.addressed) return true
    const name = `${event.conversation.workspace}/${event.conversation.channel}/${event.message.id}`
    const known = answered.get(name)
    if (known !== undefined) return known === event.id
    answered.set(name, event.id)
    const [oldest] = answered.keys()
    if (answered.size > MOST_MENTIONS && oldest !== undefined) answered.delete(oldest)
    return true
  }

  /** Our own messages are not read, but it is good to know that they are there. */
  function isOurs(given: Json, identity: Identity, envelope: Envelope): boolean {
    const channel = asText(given.channel)
    const message = given.subtype === 'message_changed' ? asJson(given.message) : given
    if (!isOwn(message, identity, envelope.app) && !own.hasOurWords(channel, message)) return false
    if (message === given) own.seen(channel, message)
    return true
  }

  /** @returns true when another delivery is of no use */
  async function onMessage(given: Json, body: Json, context: Context): Promise<boolean> {
    const identity = await identityOf(context)
    const envelope = {
      eventId: asText(body.event_id) || `${asText(given.channel)}:${asText(given.event_ts) || asText(given.ts)}`,
      app: asText(body.api_app_id),
      external: body.is_ext_shared_channel === true,
    }
    if (isOurs(given, identity, envelope)) return true
    const whole = versions.completed(await files.completed(identity.team, given))
    const read = normalizeMessage(whole, identity, envelope)
    const event = read && versions.current(whole, read)
    if (!event || !isFirst(event)) return true
    if (event.kind === 'delete') {
      const [message] = event.messages
      if (message && change.wasRemoved(message)) return true
      if (message) posting.forget(message)
    }
    const addressed = event.kind === 'message' && event.addressed
    return sink.handle(event, addressed ? responders.toMessage(event) : undefined)
  }

  async function handOn(event: CommandEvent, origin: Origin): Promise<void> {
    const { locale } = await people.about(event.conversation.workspace, event.by.id)
    await sink.handle({ ...event, ...(locale ? { locale } : {}) }, responders.toInteraction(origin))
  }

  const urlOf = (body: Json) => createResponseUrl(asText(body.response_url))

  const take = async (event: object, body: object, context: Context) => {
    if (!(await track(onMessage(asJson(event), asJson(body), context)))) undone(body)
  }
  app.event('message', ({ event, body, context }) => take(event, body, context))
  app.event('app_mention', ({ event, body, context }) => take(event, body, context))
  app.event('app_home_opened', ({ event, context }) => track(showHome(asJson(event), context)))

  async function showHome(event: Json, context: Context): Promise<void> {
    if (event.tab === 'messages') return
    const { team } = await identityOf(context)
    const person = asText(event.user)
    const { locale, name } = await people.about(team, person)
    const place = { platform: PLATFORM, workspace: team, channel: person }
    const card = await sink.home({ id: person, name: name ?? 'there', bot: false }, place, locale)
    const view = renderHome(card, await people.namesIn(team, card))
    await api.call(team, 'views.publish', { user_id: person, view })
  }

  app.event('app_uninstalled', ({ body }) => track(workspaces.gone(asText(asJson(body).team_id))))
  app.event('tokens_revoked', ({ event, body }) => {
    const { bot } = asJson(asJson(event).tokens)
    // People's tokens are none of ours.
    const ours = Array.isArray(bot) && bot.length > 0
    return ours ? track(workspaces.gone(asText(asJson(body).team_id))) : Promise.resolve()
  })

  for (const spec of commands) {
    app.command(`/${spec.name}`, async ({ body, ack, context }) => {
      const url = urlOf(asJson(body))
      await acknowledged(ack)
      const event = commandEvent(asJson(body), commands, await identityOf(context), Date.now())
      if (!event) return
      await track(handOn(event, { conversation: event.conversation, by: event.by, url }))
    })
  }

  app.shortcut({ callback_id: SHORTCUTS.explain, type: 'message_action' }, async ({ body, ack, context }) => {
    const url = urlOf(asJson(body))
    await acknowledged(ack)
    const event = explainEvent(asJson(body), await identityOf(context), Date.now())
    await track(handOn(event, { conversation: event.conversation, by: event.by, url }))
  })

  /** A trigger lives for three seconds, so nothing may be waited for. */
  async function openForm(body: Json, context: Context): Promise<void> {
    const { team } = await identityOf(context)
    const view = pasteForm()
    const modal = asJson(body.view)
    try {
      if (modal.type === 'modal') await api.once(team, 'views.update', { view_id: modal.id, view })
      else await api.once(team, 'views.open', { trigger_id: body.trigger_id, view })
    } catch (error) {
      log.warn({ team, reason: String(error) }, 'a form could not be opened')
      const text = 'Slack did not open the form in time. Please try once more.'
      const url = urlOf(body)
      if (url.open()) await url.send({ response_type: 'ephemeral', replace_original: false, text })
    }
  }

  app.shortcut({ callback_id: SHORTCUTS.paste, type: 'shortcut' }, async ({ body, ack, context }) => {
    await acknowledged(ack)
    await track(openForm(asJson(body), context))
  })

  app.view(VIEWS.form, async ({ body, ack, context }) => {
    const event = pasteEvent(asJson(body), await identityOf(context), Date.now())
    if (event.text === '') {
      await ack({ response_action: 'errors', errors: { [VIEWS.pasteBlock]: 'Paste a log or an error message first.' } })
      return
    }
    await acknowledged(() => ack({ response_action: 'update', view: waitingModal() }))
    const viewId = asText(asJson(asJson(body).view).id)
    await track(handOn(event, { conversation: event.conversation, by: event.by, url: createResponseUrl(''), viewId }))
  })

  app.action(/^/, async ({ body, ack, context }) => {
    await acknowledged(ack)
    const given = asJson(body)
    const [action] = asList(given.actions)
    if (action && actionIdOf(action) !== LINK_ACTION) await track(onAction(given, action, context))
  })

  async function onAction(body: Json, action: Json, context: Context): Promise<void> {
    if (actionIdOf(action) === OPEN_FORM) return openForm(body, context)
    const event = actionEvent(body, action, await identityOf(context))
    const view = asJson(body.view)
    const onView = surfaceOf(body) === 'view'
    const place = onView && view.type === 'modal' ? { viewId: asText(view.id) } : {}
    const trigger = onView && view.type !== 'modal' ? { triggerId: asText(body.trigger_id) } : {}
    const { message } = event
    const origin: Origin = {
      ...{ conversation: event.conversation, by: event.by, url: urlOf(body) },
      ...(message ? { message } : {}),
      ...place,
      ...trigger,
    }
    const { locale } = await people.about(event.conversation.workspace, event.by.id)
    await sink.handle({ ...event, ...(locale ? { locale } : {}) }, responders.toInteraction(origin))
  }

  app.options(VIEWS.search, async ({ body, ack }) => {
    const found = sink.suggest(asText(asJson(body).value), LIMITS.suggestions)
    const fitting = new Map(found.map((item) => [item.value, item] as const)).values()
    const options = [...fitting]
      .filter(({ value, label }) => value !== '' && value.length <= LIMITS.optionText && label.trim() !== '')
      .map(({ value, label }) => ({ text: plain(cut(label, LIMITS.optionText)), value }))
    await acknowledged(() => ack({ options }))
  })
}
