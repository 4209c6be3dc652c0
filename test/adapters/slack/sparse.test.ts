/** Payloads that leave out fields, and events that arrive out of order. */
import { afterEach, describe, expect, it } from 'vitest'
import { checkedAddress } from '../../../adapters/slack/api/files.ts'
import { asObject, type Payload } from '../../../adapters/slack/api/payload.ts'
import { commandEvent } from '../../../adapters/slack/inbound/interaction-event.ts'
import { fileRefs } from '../../../adapters/slack/inbound/message-event.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import { ALICE, BOT, SUPPORT } from '../../platforms/slack/workspace/model.ts'
import { arrived, card, openSlack, settle, within } from './connected.ts'
import type { SlackHarness } from './harness.ts'

let harness: SlackHarness
afterEach(async () => {
  await harness?.stop()
})

let events = 0
/** Sends an event with only its indispensable fields. */
const tell = (event: Payload, more: Payload = {}) =>
  harness.slack.delivery.send({
    kind: 'events_api',
    payload: { type: 'event_callback', event_id: `EvSparse${++events}`, event: { type: 'message', ...event }, ...more },
    answers: false,
  })
const said = (ts: string, more: Payload = {}) => tell({ channel: SUPPORT, user: ALICE, text: '70001', ts, ...more })
const changed = (ts: string, message: Payload, at = '1800000009.000001') =>
  tell({ subtype: 'message_changed', channel: SUPPORT, ts: at, message: { ts, ...message } })
const deleted = (ts: string) =>
  tell({ subtype: 'message_deleted', channel: SUPPORT, ts: '1800000010.000001', deleted_ts: ts })

/** auth.test returns no bot and no scopes; messages name no app. */
const openSparse = () =>
  openSlack(({ world }) => {
    world.answers.set('auth.test', ({ user_id, team_id }) => ({ user_id, team_id }))
    world.tellsScopes = false
  })

describe('sparse payloads', () => {
  it('starts although auth.test names no bot, and recognises its own messages', async () => {
    harness = await openSparse()
    const posted = await harness.adapter.post(harness.channel, card('Answer'))
    const [call] = harness.slack.callsOf('chat.postMessage')
    const text = String(asObject(call?.args).text)
    await tell({ channel: SUPPORT, bot_id: BOT, ts: posted.id, text })
    await tell({
      channel: SUPPORT,
      subtype: 'message_changed',
      ts: '1.2',
      message: { bot_id: BOT, ts: posted.id, text },
    })
    await tell({ channel: SUPPORT, bot_id: BOT, ts: '1800000000.000009', text: 'somebody else says 70001' })
    await arrived(harness, 'message')
    await settle()
    expect(harness.received.map(({ event }) => 'text' in event && event.text)).toEqual(['somebody else says 70001'])
  })

  it('takes author and thread of an edit or deletion from the message, when the event names none', async () => {
    harness = await openSparse()
    await said('1800000000.000002', { thread_ts: '1800000000.000001' })
    await arrived(harness, 'message')
    await changed('1800000000.000002', { text: '70002' })
    await deleted('1800000000.000002')
    const { event } = await arrived(harness, 'edit')
    expect(event).toMatchObject({ text: '70002', by: { id: ALICE }, replyIn: { thread: '1800000000.000001' } })
    const gone = await arrived(harness, 'delete')
    expect(gone.event).toMatchObject({ by: { id: ALICE }, conversation: { thread: '1800000000.000001' } })
  })

  it('gives a message that arrives after its edit the newest text, and drops one that was deleted', async () => {
    harness = await openSparse()
    await changed('1800000000.000003', { user: ALICE, text: 'all is well', edited: { ts: '1800000002.000000' } })
    await changed('1800000000.000003', { user: ALICE, text: 'older', edited: { ts: '1800000001.000000' } })
    await said('1800000000.000003')
    expect((await arrived(harness, 'message')).event.text).toBe('all is well')
    await deleted('1800000000.000004')
    await said('1800000000.000004')
    await changed('1800000000.000004', { user: ALICE, text: '70003' })
    await settle()
    expect(harness.received.map(({ event }) => event.kind)).toEqual(['edit', 'message', 'delete'])
  })

  it('answers each of several commands without trigger_id and response_url', async () => {
    harness = await openSparse()
    const payload = { command: '/imerr', text: '10010', user_id: ALICE, channel_id: SUPPORT }
    for (let i = 0; i < 2; i++) await harness.slack.delivery.send({ kind: 'slash_commands', payload, answers: true })
    const { event, responder } = await arrived(harness, 'command', 1)
    expect(event.id).not.toBe((await arrived(harness, 'command')).event.id)
    await responder?.reply(card('Answer'))
    expect(harness.slack.privately(ALICE).map(({ ephemeralTo }) => ephemeralTo)).toEqual([ALICE])
  })

  it('shows the App Home although the event names no tab', async () => {
    harness = await openSparse()
    await tell({ type: 'app_home_opened', user: ALICE })
    await within(() => expect(harness.slack.homeOf(ALICE)).toBeDefined())
  })
})

it('keeps the response_url out of event ids, which are logged', () => {
  const url = 'https://hooks.slack.com/commands/T1/2/secret'
  const body = { command: '/imerr', response_url: url, user_id: 'U1', channel_id: 'C1' }
  const read = () => commandEvent(body, COMMANDS, { team: 'T1', botUser: 'U', bot: 'B' }, 0)?.id
  expect(read()).toMatch(/^[0-9a-f]{32}$/)
  expect(read()).toBe(read())
})

it('reads a media type from the filetype, and accepts each name of the local host', () => {
  const file = { id: 'F1', title: 'dump', filetype: 'text', url_private_download: 'https://files.slack.com/f' }
  expect(fileRefs({ files: [file] })).toMatchObject([{ name: 'dump', mediaType: 'text/plain', size: 0 }])
  const api = 'http://127.0.0.1:8080/api/'
  expect(checkedAddress('http://localhost:8080/files/f', api).port).toBe('8080')
  expect(() => checkedAddress('http://localhost:8081/files/f', api)).toThrow()
})
