/** Listens to commands, shortcuts, forms and buttons. Acknowledged at once: somebody waits, and Slack never redelivers them. */
import type { App } from '@slack/bolt'
import { OPEN_FORM } from '../../../src/chat/command.ts'
import type { ActionEvent, CommandEvent } from '../../../src/chat/event.ts'
import { reasonOf } from '../api/error-words.ts'
import { asList, asObject, asText, type Payload } from '../api/payload.ts'
import { LIMITS } from '../limits.ts'
import type { Origin } from '../outbound/responder.ts'
import { createResponseUrl, type ResponseUrl } from '../outbound/response-url.ts'
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
import type { Context, InteractionDeps } from './listener-deps.ts'

export function listenToInteractions(app: App, deps: InteractionDeps): void {
  const { sink, identityOf, api, people, files, responders, track, commands, log } = deps

  /** If the acknowledgement is lost, the person sees an error, and the answer still comes. */
  const acknowledged = async (ack: () => Promise<void>) => {
    await ack().catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'an acknowledgement was lost'))
  }

  async function handle(
    event: CommandEvent | ActionEvent,
    url: ResponseUrl,
    more: Pick<Origin, 'message' | 'viewId' | 'triggerId'> = {},
  ): Promise<void> {
    const { conversation, by } = event
    const { locale } = await people.about(conversation.workspace, by.id)
    const responder = responders.toInteraction({ conversation, by, url, ...more })
    await sink.handle({ ...event, ...(locale ? { locale } : {}) }, responder)
  }

  const urlOf = (body: Payload) => createResponseUrl(asText(body.response_url))

  for (const spec of commands) {
    app.command(`/${spec.name}`, async ({ body, ack, context }) => {
      const url = urlOf(asObject(body))
      await acknowledged(ack)
      const event = commandEvent(asObject(body), commands, await identityOf(context), Date.now())
      if (event) await track(handle(event, url))
    })
  }

  app.shortcut({ callback_id: SHORTCUTS.explain, type: 'message_action' }, async ({ body, ack, context }) => {
    const given = asObject(body)
    const url = urlOf(given)
    await acknowledged(ack)
    const identity = await identityOf(context)
    const explain = async () => {
      const message = await files.withFileInfo(identity.team, asObject(given.message))
      await handle(explainEvent({ ...given, message }, identity, Date.now()), url)
    }
    await track(explain())
  })

  /** A trigger_id expires after three seconds, so there are no retries. */
  async function openForm(body: Payload, context: Context): Promise<void> {
    const { team } = await identityOf(context)
    const view = pasteForm()
    const modal = asObject(body.view)
    try {
      if (modal.type === 'modal') await api.once(team, 'views.update', { view_id: modal.id, view })
      else await api.once(team, 'views.open', { trigger_id: body.trigger_id, view })
    } catch (error) {
      log.warn({ team, reason: reasonOf(error) }, 'a form could not be opened')
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
    await track(handle(event, createResponseUrl(''), { viewId }))
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
    const { message } = event
    if (surfaceOf(body) !== 'view') return handle(event, urlOf(body), message ? { message } : {})
    const shownIn = view.type === 'modal' ? { viewId: asText(view.id) } : { triggerId: asText(body.trigger_id) }
    await handle(event, urlOf(body), shownIn)
  }

  app.options(VIEWS.search, async ({ body, ack }) => {
    const found = sink.suggest(asText(asObject(body).value), LIMITS.suggestions)
    // Slack refuses duplicate values.
    const unique = new Map(found.map((item) => [item.value, item] as const)).values()
    const options = [...unique]
      .filter(({ value, label }) => value !== '' && value.length <= LIMITS.optionText && label.trim() !== '')
      .map(({ value, label }) => ({ text: plain(cut(label, LIMITS.optionText)), value }))
    await acknowledged(() => ack({ options }))
  })
}
