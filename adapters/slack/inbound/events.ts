/** Listens to a workspace's events: messages, mentions, the App Home, uninstalls. */
import type { App } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { InboundEvent } from '../../../src/chat/event.ts'
import { type Envelope, type Identity, isOwn } from '../api/identity.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'
import { conversationOf, messageName } from '../api/places.ts'
import { renderHome } from '../render/views.ts'
import type { Context, EventDeps } from './listener-deps.ts'
import { messageEvent } from './message-event.ts'
import { createEventOrder } from './out-of-order.ts'

const MAX_ADDRESSED = 1_000

export function listenToEvents(app: App, deps: EventDeps): void {
  const { sink, identityOf, api, people, files, responders, track } = deps
  const { workspaces, posts, edits, ownMessages, answeredBefore, redeliver } = deps
  /** The id of the event that was handled for a message; a mention arrives as two events, `message` and `app_mention`. */
  const handled = new LRUCache<string, string>({ max: MAX_ADDRESSED })
  const order = createEventOrder()

  /** False for the second event of an addressed message; a redelivery of the first one passes. */
  function isFirst(event: InboundEvent): boolean {
    if (event.kind !== 'message' || !event.addressed) return true
    const name = `${event.conversation.workspace}/${messageName(event.message)}`
    const known = handled.get(name)
    if (known !== undefined) return known === event.id
    handled.set(name, event.id)
    return true
  }

  /** Notes the echo of our own message, or of an edit of it, which the bot must not read. */
  function isOurs(event: Payload, identity: Identity, envelope: Envelope): boolean {
    const channel = asText(event.channel)
    const message = event.subtype === 'message_changed' ? asObject(event.message) : event
    if (!isOwn(message, identity, envelope.app) && !ownMessages.hasOurText(channel, message)) return false
    if (message === event) ownMessages.noteEcho(channel, message)
    return true
  }

  /** @returns false when Slack is to redeliver the event */
  async function onMessage(given: Payload, body: Payload, context: Context): Promise<boolean> {
    const identity = await identityOf(context)
    const envelope = {
      eventId: asText(body.event_id) || `${asText(given.channel)}:${asText(given.event_ts) || asText(given.ts)}`,
      app: asText(body.api_app_id),
      external: body.is_ext_shared_channel === true,
    }
    if (isOurs(given, identity, envelope)) return true
    const whole = order.withOrigin(await files.withFileInfo(identity.team, given))
    const read = messageEvent(whole, identity, envelope)
    const event = read && order.latest(whole, read)
    if (!event || !isFirst(event)) return true
    if (event.kind === 'delete') {
      const [message] = event.messages
      if (message && edits.wasRemoved(message)) return true
      if (message) posts.forget(message)
    }
    if (context.retryNum && 'message' in event && event.message) answeredBefore.noteRedelivery(event.message)
    const addressed = event.kind === 'message' && event.addressed
    return sink.handle(event, addressed ? responders.toMessage(event) : undefined)
  }

  const onEvent = async (event: object, body: object, context: Context) => {
    if (!(await track(onMessage(asObject(event), asObject(body), context)))) redeliver(body)
  }
  app.event('message', ({ event, body, context }) => onEvent(event, body, context))
  app.event('app_mention', ({ event, body, context }) => onEvent(event, body, context))

  async function showHome(event: Payload, context: Context): Promise<void> {
    if (event.tab === 'messages') return
    const { team } = await identityOf(context)
    const person = asText(event.user)
    const { locale, name } = await people.about(team, person)
    const card = await sink.home(
      { id: person, name: name ?? 'there', bot: false },
      conversationOf(team, person),
      locale,
    )
    const view = renderHome(card, await people.namesIn(team, card))
    await api.call(team, 'views.publish', { user_id: person, view })
  }
  app.event('app_home_opened', ({ event, context }) => track(showHome(asObject(event), context)))

  const removeWorkspace = (body: object) => track(workspaces.removed(asText(asObject(body).team_id)))
  app.event('app_uninstalled', ({ body }) => removeWorkspace(body))
  app.event('tokens_revoked', async ({ event, body }) => {
    const { bot } = asObject(asObject(event).tokens)
    // We hold only bot tokens.
    if (Array.isArray(bot) && bot.length > 0) await removeWorkspace(body)
  })
}
