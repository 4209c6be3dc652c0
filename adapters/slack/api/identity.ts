/** Who we are in a workspace, and what of an incoming payload is ours. */
import { asObject, asText, type Payload } from './payload.ts'

export interface Identity {
  readonly team: string
  readonly botUser: string
  readonly bot: string
}

/** Where a payload belongs: the workspace whose installation gets it, and its way there. */
export interface Envelope {
  readonly eventId: string
  /** Our app's id, as the payload says. */
  readonly app: string
  readonly external: boolean
}

/** Marks every message that we post; other apps can read it, so it holds no secret. */
export const METADATA_TYPE = 'imerr_post'

/** True for what this app wrote, in whichever workspace of a shared channel. */
export function isOwn(message: Payload, identity: Identity, app: string): boolean {
  const { bot_id: bot, user, app_id: writer } = message
  if (bot && bot === identity.bot) return true
  if (user && user === identity.botUser) return true
  if (app && writer === app) return true
  return asText(asObject(message.metadata).event_type) === METADATA_TYPE
}
