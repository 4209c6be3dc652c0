/** Message events, one row per shape. */
import { describe, expect, it } from 'vitest'
import type { Payload } from '../../../../adapters/slack/api/payload.ts'
import { messageEvent } from '../../../../adapters/slack/inbound/message-event.ts'
import { messageText } from '../../../../adapters/slack/inbound/message-text.ts'
import { undo } from '../../../../adapters/slack/render/mrkdwn.ts'

const identity = { team: 'T1', botUser: 'UBOT', bot: 'BBOT' }
const envelope = { eventId: 'Ev1', app: 'AIMERR', external: false }
const base = { type: 'message', channel: 'C1', channel_type: 'channel', ts: '1700000000.000100' }
const person = { ...base, user: 'U1', text: 'ErrorCode 70001' }
const read = (event: Payload) => messageEvent(event, identity, envelope)
const changed = (message: Payload, previous: Payload, more: Payload = {}) =>
  read({
    ...base,
    subtype: 'message_changed',
    hidden: true,
    ts: '1700000005.000100',
    message: { ts: base.ts, ...message },
    previous_message: { ts: base.ts, ...previous },
    ...more,
  })

describe('what is a message', () => {
  it.each<[string, Payload]>([
    ['a person', person],
    ['/me', { ...person, subtype: 'me_message' }],
    ['a broadcast reply', { ...person, subtype: 'thread_broadcast', thread_ts: '1690000000.000100' }],
    ['an upload', { ...person, subtype: 'file_share', files: [] }],
    ['an app', { ...base, bot_id: 'B2', app_id: 'A2', user: 'U2', text: 'ErrorCode 70001' }],
    ['a webhook of nobody', { ...base, subtype: 'bot_message', text: 'ErrorCode 70001' }],
    ['a webhook', { ...base, subtype: 'bot_message', bot_id: 'B2', text: 'ErrorCode 70001' }],
  ])('%s', (_, event) => {
    expect(read(event)).toMatchObject({ kind: 'message', id: 'Ev1', text: 'ErrorCode 70001', message: { id: base.ts } })
  })

  it.each<[string, Payload]>([
    ['our own, by its bot', { ...base, bot_id: 'BBOT', text: '70001' }],
    ['our own, by its user', { ...base, user: 'UBOT', text: '70001' }],
    ['our own from another workspace of a shared channel', { ...base, bot_id: 'BX', app_id: 'AIMERR', text: '70001' }],
    ['our own, by its mark', { ...base, bot_id: 'BX', text: '70001', metadata: { event_type: 'imerr_post' } }],
    ['somebody joins', { ...person, subtype: 'channel_join' }],
    ['a topic', { ...person, subtype: 'channel_topic' }],
    ['a pin', { ...person, subtype: 'pinned_item' }],
    ['a reply counted', { ...base, subtype: 'message_replied', message: person }],
    ['a reminder', { ...person, subtype: 'reminder_add' }],
    ['something hidden', { ...person, hidden: true }],
    ['something unknown', { ...person, subtype: 'invented_tomorrow' }],
    ['nobody', { ...base, text: '70001' }],
    ['nothing at all', {}],
  ])('not: %s', (_, event) => {
    expect(read(event)).toBeUndefined()
  })

  it('is addressed to us when it arrives as app_mention, whatever the text holds', () => {
    expect(read({ ...person, type: 'app_mention' })).toMatchObject({ addressed: true, text: 'ErrorCode 70001' })
    expect(read(person)).not.toHaveProperty('addressed')
  })

  it('is answered in the thread of its message, or opens one', () => {
    expect(read(person)).toMatchObject({
      at: 1_700_000_000_000,
      conversation: { platform: 'slack', workspace: 'T1', channel: 'C1' },
      replyIn: { channel: 'C1', thread: base.ts },
      by: { id: 'U1', bot: false },
    })
    expect(read({ ...person, thread_ts: '1690000000.000100' })).toMatchObject({
      conversation: { thread: '1690000000.000100' },
      replyIn: { thread: '1690000000.000100' },
    })
    // The parent of a thread, not a reply.
    expect(read({ ...person, thread_ts: base.ts })).toMatchObject({ conversation: { channel: 'C1' } })
    expect(read({ ...person, thread_ts: base.ts })?.conversation.thread).toBeUndefined()
  })

  it('is addressed when a person mentions the bot or writes to it directly, but not when a bot does', () => {
    expect(read({ ...person, text: '<@UBOT> 10010' })).toMatchObject({ addressed: true, text: '10010' })
    expect(read({ ...person, text: '<@UBOT|imerr> 10010' })).toMatchObject({ addressed: true, text: '10010' })
    expect(read({ ...person, channel: 'D1', channel_type: 'im' })).toMatchObject({ addressed: true })
    expect(read({ ...person, text: '<@UBOTTOM> 10010' })).not.toHaveProperty('addressed')
    expect(read({ ...base, bot_id: 'B2', text: '<@UBOT> 10010' })).not.toHaveProperty('addressed')
  })

  it('carries its files, but no external or deleted ones', () => {
    const file = { name: 'im.log', size: 9, mimetype: 'text/plain', url_private: 'https://files.slack.com/x' }
    const files = [file, { ...file, mode: 'external' }, { ...file, mode: 'tombstone' }, { id: 'F1' }]
    expect(read({ ...person, subtype: 'file_share', files })).toMatchObject({
      files: [{ name: 'im.log', size: 9, mediaType: 'text/plain', url: 'https://files.slack.com/x' }],
    })
  })
})

describe('what is an edit or a deletion', () => {
  it('is an edit when the text changed', () => {
    expect(changed({ user: 'U1', text: '70003' }, { user: 'U1', text: '70001' })).toMatchObject({
      kind: 'edit',
      text: '70003',
      message: { id: base.ts },
    })
  })
  it.each<[string, Payload, Payload]>([
    [
      'a preview',
      { user: 'U1', text: 'a', attachments: [{ from_url: 'x', text: '70001' }] },
      { user: 'U1', text: 'a' },
    ],
    ['a new reply', { user: 'U1', text: 'a', reply_count: 2 }, { user: 'U1', text: 'a' }],
    [
      "an alert's preview",
      { bot_id: 'B2', text: 'a', attachments: [{ original_url: 'x', text: '70001' }] },
      { bot_id: 'B2', text: 'a' },
    ],
    ['our own update', { bot_id: 'BBOT', text: 'b' }, { bot_id: 'BBOT', text: 'a' }],
  ])('not: %s', (_, now, before) => {
    expect(changed(now, before)).toBeUndefined()
  })
  it('is a deletion, also when a tombstone stays above the thread', () => {
    const gone = { kind: 'delete', messages: [{ id: base.ts }] }
    const deleted = { ...base, subtype: 'message_deleted', hidden: true, deleted_ts: base.ts, previous_message: person }
    expect(read({ ...deleted, ts: '1700000009.000100' })).toMatchObject(gone)
    expect(changed({ subtype: 'tombstone', text: 'This message was deleted.' }, person)).toMatchObject(gone)
  })
})

describe('text as people see it', () => {
  it.each([
    ['a &amp; b &lt;tag&gt; &amp;lt;', 'a & b <tag> &lt;'],
    ['<@U1|bob> and <@U2>', '@bob and @U2'],
    ['<#C1|support> <#C2>', '#support #C2'],
    ['<https://a.example/10010|the docs> <https://a.example>', 'the docs https://a.example'],
    ['<mailto:a@b.example|a@b.example> <tel:+4910010|call>', 'a@b.example call'],
    ['<!here> <!subteam^S1|@oncall> <!channel|channel>', '@here @oncall @channel'],
    ['<!date^1700010010^{date}|yesterday>', 'yesterday'],
    ['1 &lt; 2', '1 < 2'],
  ])('%s', (sent, shown) => {
    expect(undo(sent)).toBe(shown)
  })

  it('reads alerts from blocks, tables, attachments and fields, without repetition', () => {
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
    const alert = {
      text: 'Login errors',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Login errors' } },
        section('*Login errors*'),
        { ...section('ErrorCode &lt;70001&gt;'), fields: [{ type: 'mrkdwn', text: 'API: `login`' }] },
        {
          type: 'context',
          elements: [
            { type: 'image', alt_text: 'x' },
            { type: 'mrkdwn', text: 'prod' },
          ],
        },
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '"ErrorCode":70002' }] },
            {
              type: 'rich_text_list',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
            },
          ],
        },
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: 'code' },
              { type: 'raw_number', text: 70003 },
            ],
          ],
        },
      ],
      attachments: [
        { title: 'Trace', text: 'code=70004', fields: [{ title: 'Host', value: 'im-1' }], fallback: 'never read' },
        { fallback: 'only this: 70005' },
        { is_msg_unfurl: true, text: 'quoted 70006' },
        { blocks: [section('in an attachment: 70007')] },
      ],
    }
    expect(messageText(alert, true).split('\n')).toEqual([
      ...['Login errors', 'ErrorCode <70001>', 'API: `login`', 'prod', '```', '"ErrorCode":70002', '```', 'one'],
      ...['code | 70003', 'Trace', 'code=70004', 'Host: im-1', 'only this: 70005', 'in an attachment: 70007'],
    ])
  })

  it('reads what people typed, and their blocks only when there is no text', () => {
    const blocks = [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'b' }] }] },
    ]
    expect(messageText({ text: 'a', blocks, attachments: [{ text: 'preview' }] }, false)).toBe('a')
    expect(messageText({ text: '', blocks }, false)).toBe('b')
  })

  it('takes at most 64 KB', () => {
    expect(messageText({ text: 'x'.repeat(1_000_000) }, false).length).toBe(65_536)
  })
})
