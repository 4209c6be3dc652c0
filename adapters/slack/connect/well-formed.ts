/** Checks that a payload has the parts Bolt relies on: without them it fails with errors that look like ours. */
import { isObject, type Payload } from '../api/payload.ts'

const isAbsentOr = (value: unknown, holds: (value: unknown) => boolean) => value === undefined || holds(value)
const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isObject)

const hasActions = ({ actions }: Payload) => isListOfObjects(actions) && Array.isArray(actions) && actions.length > 0
const hasView = ({ view, response_urls: urls }: Payload) => isObject(view) && isAbsentOr(urls, isListOfObjects)
const always = () => true

/** What each type of interaction must hold, besides its user. */
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

export function isWellFormed(body: unknown): boolean {
  if (!isObject(body)) return false
  if (body.type === 'event_callback') return isObject(body.event)
  const isWhole = INTERACTIONS.get(body.type)
  return !isWhole || (isObject(body.user) && isAbsentOr(body.channel, isObject) && isWhole(body))
}
