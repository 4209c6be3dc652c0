/** Finding missed edits and deletions in a channel's messages. */
import { expect, it } from 'vitest'
import { missedChanges } from '../../../../adapters/discord/backfill/missed-changes.ts'
import type { GatewayMessage } from '../../../../adapters/discord/inbound/message-event.ts'

const LOST = Date.parse('2026-03-01T12:00:00Z')
const before = '2026-03-01T11:59:00Z'
const meanwhile = '2026-03-01T12:00:30Z'
const self = { id: '1', application: '2', roleIn: () => undefined }

type Partly = Record<string, unknown>
const said = (id: string, more: Partly = {}) =>
  ({ id, channel_id: '9', author: { id: '3' }, ...more }) as GatewayMessage
const reply = (id: string, to: string, more: Partly = {}) =>
  said(id, { author: { id: self.id }, message_reference: { message_id: to, channel_id: '9' }, ...more })
const changes = (read: readonly GatewayMessage[], known: readonly string[] = []) => {
  const compared = { self, earliest: LOST, from: 100n, isKnown: (id: string) => known.includes(id) }
  const { edited, deleted } = missedChanges(read, compared)
  return { edited: edited.map(({ id }) => id), deleted }
}

it('finds messages edited since, and any edit of a known message', () => {
  const all = [said('101', { edited_timestamp: meanwhile }), said('102', { edited_timestamp: before }), said('103')]
  expect(changes(all)).toEqual({ edited: ['101'], deleted: [] })
  expect(changes(all, ['102', '103'])).toEqual({ edited: ['101', '102'], deleted: [] })
})

it('finds an edit of an older message in the reply to it', () => {
  const source = said('50', { edited_timestamp: meanwhile })
  expect(changes([reply('101', '50', { referenced_message: source })])).toEqual({ edited: ['50'], deleted: [] })
})

it('finds a deleted message by the reply to it', () => {
  expect(changes([reply('101', '50', { referenced_message: null })]).deleted).toEqual(['50'])
  expect(changes([reply('102', '101')]).deleted).toEqual(['101'])
  expect(changes([reply('102', '101', { referenced_message: said('101') })]).deleted).toEqual(['101'])
})

it('does not report as deleted what it has read, or cannot have read', () => {
  expect(changes([said('101'), reply('102', '101')]).deleted).toEqual([])
  expect(changes([reply('102', '50')]).deleted).toEqual([])
  const elsewhere = { message_reference: { message_id: '150', channel_id: '8' } }
  expect(changes([reply('160', '150', elsewhere)]).deleted).toEqual([])
  expect(changes([said('160', { message_reference: { message_id: '150' } })]).deleted).toEqual([])
})
