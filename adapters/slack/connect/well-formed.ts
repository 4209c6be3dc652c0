/** Whether a body has the parts that Bolt takes for granted: without them it fails in ways that look like a fault of ours. */
import { isJson, type Json } from '../api/payload.ts'

const isAbsentOr = (value: unknown, holds: (value: unknown) => boolean) => value === undefined || holds(value)
const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isJson)

const hasActions = ({ actions }: Json) => isListOfObjects(actions) && Array.isArray(actions) && actions.length > 0
const hasView = ({ view, response_urls: urls }: Json) => isJson(view) && isAbsentOr(urls, isListOfObjects)
const always = () => true

/** What each kind of interaction holds, beside who did it. */
const INTERACTIONS = new Map<unknown, (body: Json) => boolean>([
  ['block_actions', hasActions],
  ['interactive_message', hasActions],
  ['view_submission', hasView],
  ['view_closed', hasView],
  ['block_suggestion', always],
  ['message_action', always],
  ['shortcut', always],
  ['dialog_submission', always],
])

/** False for a body that says nothing to us, whoever signed it. */
export function isReadable(body: unknown): boolean {
  if (!isJson(body)) return false
  if (body.type === 'event_callback') return isJson(body.event)
  const isWhole = INTERACTIONS.get(body.type)
  return !isWhole || (isJson(body.user) && isAbsentOr(body.channel, isJson) && isWhole(body))
}
