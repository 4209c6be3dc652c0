/** Commands, shortcuts, forms and buttons: acknowledged at once, because somebody waits and they come only once. */
import type { App } from '@slack/bolt'
import { OPEN_FORM } from '../../../src/chat/command.ts'
import type { CommandEvent } from '../../../src/chat/event.ts'
import { asList, asObject, asText, type Payload } from '../api/payload.ts'
import { LIMITS } from '../limits.ts'
import { createResponseUrl } from '../outbound/response-url.ts'
import type { Origin } from '../outbound/ways-to-answer.ts'
import { LINK_ACTION, plain } from '../render/card.ts'
import { cut } from '../render/graphemes.ts'
import { pasteForm, VIEWS, waitingModal } from '../render/views.ts'
import {
  actionEvent,
  actionIdOf,
  commandEvent,
  explainEvent,
  pasteEvent,
  SHORTCUTS,
  surfaceOf,
} from './interaction-event.ts'
import type { Context, ListenerDeps } from './listener-deps.ts'

export function listenToInteractions(app: App, deps: ListenerDeps): void {
  const { sink, commands, api, people, files, responders, log, track, identityOf } = deps

  /** A lost acknowledgement shows the person an error; the answer comes all the same. */
  const acknowledged = async (ack: () => Promise<void>) => {
    await ack().catch((error: unknown) => log.warn({ reason: String(error) }, 'an acknowledgement was lost'))
  }

  async function handOn(event: CommandEvent, origin: Origin): Promise<void> {
    const { locale } = await people.about(event.conversation.workspace, event.by.id)
    await sink.handle({ ...event, ...(locale ? { locale } : {}) }, responders.toInteraction(origin))
  }

  const urlOf = (body: Payload) => createResponseUrl(asText(body.response_url))

  for (const spec of commands) {
    app.command(`/${spec.name}`, async ({ body, ack, context }) => {
      const url = urlOf(asObject(body))
      await acknowledged(ack)
      const event = commandEvent(asObject(body), commands, await identityOf(context), Date.now())
      if (!event) return
      await track(handOn(event, { conversation: event.conversation, by: event.by, url }))
    })
  }

  app.shortcut({ callback_id: SHORTCUTS.explain, type: 'message_action' }, async ({ body, ack, context }) => {
    const given = asObject(body)
    const url = urlOf(given)
    await acknowledged(ack)
    const identity = await identityOf(context)
    const explain = async () => {
      const message = await files.completed(identity.team, asObject(given.message))
      const event = explainEvent({ ...given, message }, identity, Date.now())
      await handOn(event, { conversation: event.conversation, by: event.by, url })
    }
    await track(explain())
  })

  /** A trigger lives for three seconds, so nothing may be waited for. */
  async function openForm(body: Payload, context: Context): Promise<void> {
    const { team } = await identityOf(context)
    const view = pasteForm()
    const modal = asObject(body.view)
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
    await track(openForm(asObject(body), context))
  })

  app.view(VIEWS.form, async ({ body, ack, context }) => {
    const event = pasteEvent(asObject(body), await identityOf(context), Date.now())
    if (event.text === '') {
      await ack({ response_action: 'errors', errors: { [VIEWS.pasteBlock]: 'Paste a log or an error message first.' } })
      return
    }
    await acknowledged(() => ack({ response_action: 'update', view: waitingModal() }))
    const viewId = asText(asObject(asObject(body).view).id)
    await track(handOn(event, { conversation: event.conversation, by: event.by, url: createResponseUrl(''), viewId }))
  })

  app.action(/^/, async ({ body, ack, context }) => {
    await acknowledged(ack)
    const given = asObject(body)
    const [action] = asList(given.actions)
    if (action && actionIdOf(action) !== LINK_ACTION) await track(onAction(given, action, context))
  })

  async function onAction(body: Payload, action: Payload, context: Context): Promise<void> {
    if (actionIdOf(action) === OPEN_FORM) return openForm(body, context)
    const event = actionEvent(body, action, await identityOf(context))
    const view = asObject(body.view)
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
    const found = sink.suggest(asText(asObject(body).value), LIMITS.suggestions)
    const fitting = new Map(found.map((item) => [item.value, item] as const)).values()
    const options = [...fitting]
      .filter(({ value, label }) => value !== '' && value.length <= LIMITS.optionText && label.trim() !== '')
      .map(({ value, label }) => ({ text: plain(cut(label, LIMITS.optionText)), value }))
    await acknowledged(() => ack({ options }))
  })
}
