/** Looks into a channel or a thread for a message that we may have posted. */

import { METADATA_TYPE } from '../api/identity.ts'
import { asList, asObject, asText } from '../api/payload.ts'
import type { Api } from '../api/web-api.ts'
import type { OwnMessages, Sent } from './own-messages.ts'

/** A lookup for a lost message goes back so far; Slack's clock and ours differ. */
const LOOK_BACK_S = 600
const CLOCK_DIFFERENCE_S = 60

export interface SentEarlier extends Sent {
  /** The message that it answers, when a process before this one may have posted it: nothing older is looked at. */
  readonly after?: string | undefined
}

/**
 * @returns the message with our mark; undefined when it is not there
 * @throws DeliveryError when nobody can tell
 */
export type FindPost = (team: string, sent: SentEarlier, patienceMs: number) => Promise<string | undefined>

export function createFindPost(api: Api, own: OwnMessages): FindPost {
  return async (team, { channel, thread, mark, text: ours, after }, patienceMs) => {
    const now = Math.floor(Date.now() / 1000)
    const since = after ?? String(now - LOOK_BACK_S)
    const began = after ? Number(after) : Date.now() / 1000 - CLOCK_DIFFERENCE_S
    const range = { channel, oldest: since, limit: 100, include_all_metadata: true }
    const found = thread
      ? await api.call(team, 'conversations.replies', { ...range, ts: thread }, patienceMs)
      : await api.call(team, 'conversations.history', range, patienceMs)
    const message = asList(found.messages).find(({ metadata, bot_id, text, ts }) => {
      // Where no metadata is told, an older message in the same words is another one.
      if (metadata === undefined)
        return bot_id !== undefined && text === ours && Number(ts) > began && !own.isTaken(channel, asText(ts))
      const { event_type: type, event_payload: payload } = asObject(metadata)
      return type === METADATA_TYPE && asObject(payload).key === mark
    })
    return message && asText(message.ts)
  }
}
