/** Who the bot is in a workspace, and which incoming messages are its own. */
import { asObject, asText, type Payload } from './payload.ts'

export interface Identity {
  readonly team: string
  readonly botUser: string
  readonly bot: string
}

/** What a payload says about its delivery. */
export interface Envelope {
  readonly eventId: string
  /** Our app's id. */
  readonly app: string
  /** The channel is shared with other organisations. */
  readonly external: boolean
}

/** The metadata type of every message we post. Other apps can read metadata, so it holds no secrets. */
export const METADATA_TYPE = 'imerr_post'

/** True for what this app wrote, from whichever workspace of a shared channel. */
export function isOwn(message: Payload, identity: Identity, app: string): boolean {
  const { bot_id: bot, user, app_id: writer } = message
  if (bot && bot === identity.bot) return true
  if (user && user === identity.botUser) return true
  if (app && writer === app) return true
  return asText(asObject(message.metadata).event_type) === METADATA_TYPE
}
