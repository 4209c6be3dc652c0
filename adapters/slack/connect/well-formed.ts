/** Whether a body has the parts that Bolt takes for granted: without them it fails in ways that look like a fault of ours. */
import { isObject, type Payload } from '../api/payload.ts'

const isAbsentOr = (value: unknown, holds: (value: unknown) => boolean) => value === undefined || holds(value)
const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isObject)

const hasActions = ({ actions }: Payload) => isListOfObjects(actions) && Array.isArray(actions) && actions.length > 0
const hasView = ({ view, response_urls: urls }: Payload) => isObject(view) && isAbsentOr(urls, isListOfObjects)
const always = () => true

/** What each kind of interaction holds, beside who did it. */
const INTERACTIONS = new Map<unknown, (body: Payload) => boolean>([
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
export function isWellFormed(body: unknown): boolean {
  if (!isObject(body)) return false
  if (body.type === 'event_callback') return isObject(body.event)
  const isWhole = INTERACTIONS.get(body.type)
  return !isWhole || (isObject(body.user) && isAbsentOr(body.channel, isObject) && isWhole(body))
}
