/** The events of a workspace that we listen to, and how each is handed on: messages, mentions, the Home, sign-outs. */
import type { App } from '@slack/bolt'
import type { InboundEvent } from '../../../src/chat/event.ts'
import type { Envelope, Identity } from '../api/identity.ts'
import { isOwn } from '../api/identity.ts'
import { asObject, asText, type Payload } from '../api/payload.ts'
import { conversationOf } from '../api/places.ts'
import { renderHome } from '../render/views.ts'
import type { Context, ListenerDeps } from './listener-deps.ts'
import { messageEvent } from './message-event.ts'
import { createEventOrder } from './out-of-order.ts'

/** Mentions that were handed on; the same message comes as a message and as a mention, as two events. */
const MAX_MENTIONS = 1_000

export function listenToEvents(app: App, deps: ListenerDeps): void {
  const { sink, workspaces, api, people, files, change, posting, own, earlier } = deps
  const { responders, track, undone, identityOf } = deps
  const answered = new Map<string, string>()
  const versions = createEventOrder()

  /** False for the second of two events that tell of one message to us. */
  function isFirst(event: InboundEvent): boolean {
    if (event.kind !== 'message' || !event.addressed) return true
    const name = `${event.conversation.workspace}/${event.conversation.channel}/${event.message.id}`
    const known = answered.get(name)
    if (known !== undefined) return known === event.id
    answered.set(name, event.id)
    const [oldest] = answered.keys()
    if (answered.size > MAX_MENTIONS && oldest !== undefined) answered.delete(oldest)
    return true
  }

  /** Our own messages are not read, but it is good to know that they are there. */
  function isOurs(given: Payload, identity: Identity, envelope: Envelope): boolean {
    const channel = asText(given.channel)
    const message = given.subtype === 'message_changed' ? asObject(given.message) : given
    if (!isOwn(message, identity, envelope.app) && !own.hasOurWords(channel, message)) return false
    if (message === given) own.seen(channel, message)
    return true
  }

  /** @returns true when another delivery is of no use */
  async function onMessage(given: Payload, body: Payload, context: Context): Promise<boolean> {
    const identity = await identityOf(context)
    const envelope = {
      eventId: asText(body.event_id) || `${asText(given.channel)}:${asText(given.event_ts) || asText(given.ts)}`,
      app: asText(body.api_app_id),
      external: body.is_ext_shared_channel === true,
    }
    if (isOurs(given, identity, envelope)) return true
    const whole = versions.completed(await files.completed(identity.team, given))
    const read = messageEvent(whole, identity, envelope)
    const event = read && versions.current(whole, read)
    if (!event || !isFirst(event)) return true
    if (event.kind === 'delete') {
      const [message] = event.messages
      if (message && change.wasRemoved(message)) return true
      if (message) posting.forget(message)
    }
    if (context.retryNum && 'message' in event && event.message) earlier.redelivered(event.message)
    const addressed = event.kind === 'message' && event.addressed
    return sink.handle(event, addressed ? responders.toMessage(event) : undefined)
  }

  const take = async (event: object, body: object, context: Context) => {
    if (!(await track(onMessage(asObject(event), asObject(body), context)))) undone(body)
  }
  app.event('message', ({ event, body, context }) => take(event, body, context))
  app.event('app_mention', ({ event, body, context }) => take(event, body, context))
  app.event('app_home_opened', ({ event, context }) => track(showHome(asObject(event), context)))

  async function showHome(event: Payload, context: Context): Promise<void> {
    if (event.tab === 'messages') return
    const { team } = await identityOf(context)
    const person = asText(event.user)
    const { locale, name } = await people.about(team, person)
    const place = conversationOf(team, person)
    const card = await sink.home({ id: person, name: name ?? 'there', bot: false }, place, locale)
    const view = renderHome(card, await people.namesIn(team, card))
    await api.call(team, 'views.publish', { user_id: person, view })
  }

  app.event('app_uninstalled', ({ body }) => track(workspaces.gone(asText(asObject(body).team_id))))
  app.event('tokens_revoked', ({ event, body }) => {
    const { bot } = asObject(asObject(event).tokens)
    // People's tokens are none of ours.
    const ours = Array.isArray(bot) && bot.length > 0
    return ours ? track(workspaces.gone(asText(asObject(body).team_id))) : Promise.resolve()
  })
}
