/** How questions are taken and answered: mention, direct message, command, shortcut. */
import { afterEach, describe, expect, it } from 'vitest'
import { text } from '../../../../src/chat/card.ts'
import { readable } from '../../../platforms/slack/block-kit/mrkdwn.ts'
import { ALICE, BOB, BOT_USER, CAROL, LOBBY, SHARED, SUPPORT } from '../../../platforms/slack/workspace/model.ts'
import { arrived, card, openSlack, settle, stopCleanly } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

let harness: SlackHarness
afterEach(() => stopCleanly(harness))

describe('asking on Slack', () => {
  it('takes a mention once, without the mention, and answers in the thread', async () => {
    harness = await openSlack()
    const said = harness.slack.say(`<@${BOT_USER}> 10010`, { raw: true })
    const { event, responder } = await arrived(harness, 'message')
    expect(event).toMatchObject({ addressed: true, text: '10010', replyIn: { thread: said.ts } })
    await settle()
    expect(harness.received.length).toBe(1)
    await responder?.reply(card('Answer'), 'public')
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([said.ts])
  })

  it('answers a mention in a thread in that thread', async () => {
    harness = await openSlack()
    const parent = await harness.say('it fails')
    await arrived(harness, 'message')
    harness.slack.say(`hey <@${BOT_USER}> what is 10010?`, { raw: true, threadOf: parent })
    const { event, responder } = await arrived(harness, 'message', 1)
    expect(event).toMatchObject({ text: 'hey what is 10010?', conversation: { thread: parent } })
    const first = await responder?.reply(card('One'), 'public')
    const second = await responder?.reply(card('Two'), 'public')
    expect(first?.id).not.toBe(second?.id)
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([parent, parent])
  })

  it('takes a direct message, and answers it without a thread', async () => {
    harness = await openSlack()
    harness.slack.say('10010', { channel: ALICE })
    const { event, responder } = await arrived(harness, 'message')
    expect(event).toMatchObject({ addressed: true, text: '10010' })
    await responder?.reply(card('Answer'), 'public')
    const [answer] = await harness.privately(ALICE)
    expect(answer?.text).toContain('Answer')
    expect(answer?.replyTo).toBeUndefined()
  })

  it('treats an upload without words as a message, not as a question', async () => {
    harness = await openSlack()
    harness.slack.say('', { channel: ALICE, files: [{ name: 'im.log', content: Buffer.from('70001') }] })
    const { event } = await arrived(harness, 'message')
    expect(event.addressed).toBeUndefined()
    expect(event.files[0]?.name).toBe('im.log')
  })

  it('marks channels that are shared with other organisations', async () => {
    harness = await openSlack()
    harness.slack.say('ErrorCode 70001', { channel: SHARED })
    expect((await arrived(harness, 'message')).event.external).toBe(true)
  })

  it("knows the person's language", async () => {
    harness = await openSlack()
    await harness.slack.command('imerr', '10010', { person: CAROL })
    expect((await arrived(harness, 'command')).event.locale).toBe('zh-CN')
  })

  it('answers a command where the bot is no member, privately and in public', async () => {
    harness = await openSlack()
    await harness.slack.command('imerr', '10010', { channel: LOBBY })
    const { responder } = await arrived(harness, 'command')
    await responder?.reply(card('Mine'))
    await responder?.reply(card('Ours'), 'public')
    const mine = await harness.privately(ALICE)
    expect(mine.map((shown) => shown.text)).toEqual([expect.stringContaining('Mine')])
    expect(harness.slack.shown(LOBBY).map(readable)).toEqual([expect.stringContaining('Ours')])
  })

  it('still answers when the response_url is used up or expired', async () => {
    harness = await openSlack()
    await harness.command('imerr', '10010')
    const { responder } = await arrived(harness, 'command')
    for (let i = 0; i < 7; i++) await responder?.reply(card(`Answer ${i}`))
    expect((await harness.privately(ALICE)).length).toBe(7)
    await harness.command('imerr', '10010')
    const later = await arrived(harness, 'command', 1)
    harness.slack.world.skewMs += 31 * 60_000
    await later.responder?.reply(card('Late'))
    expect((await harness.privately(ALICE)).at(-1)?.text).toContain('Late')
  })

  it('explains a message by the shortcut, visible only to the asker', async () => {
    harness = await openSlack()
    const on = harness.slack.say('', { bot: 'webhook', attachments: [{ title: 'ALERT', text: 'ErrorCode 70001' }] })
    await harness.slack.messageShortcut('explain_codes', on, BOB)
    const { event, responder } = await arrived(harness, 'command')
    expect(event).toMatchObject({ command: 'imerr', intent: 'explain', text: 'ALERT\nErrorCode 70001' })
    expect(event.target?.id).toBe(on.ts)
    await responder?.reply(card('Explained'))
    expect((await harness.privately(BOB))[0]?.text).toContain('Explained')
    expect(await harness.shown()).toEqual([])
  })

  it('updates and dismisses a private answer', async () => {
    harness = await openSlack()
    const more = { kind: 'button', id: 'lookup.show', value: '1', label: 'More' } as const
    await harness.command('imerr', '10010')
    await (await arrived(harness, 'command')).responder?.reply(card('First', { actions: [more] }))
    await harness.press('private', { id: 'lookup.show', value: '1' })
    const { event, responder } = await arrived(harness, 'action')
    expect(event.message).toBeUndefined()
    await responder?.update(card('Second', { actions: [more] }))
    expect((await harness.privately(ALICE)).map((shown) => shown.text)).toEqual([expect.stringContaining('Second')])
    await responder?.dismiss()
    expect(await harness.privately(ALICE)).toEqual([])
  })

  it('answers a button in a thread in that thread', async () => {
    harness = await openSlack()
    const parent = await harness.say('70001')
    await arrived(harness, 'message')
    const more = { kind: 'button', id: 'annotate.details', value: '70001', label: 'Details' } as const
    const posted = await harness.adapter.post(
      { ...harness.channel, thread: parent },
      card('Short', { actions: [more] }),
    )
    await harness.press(posted.id, { id: 'annotate.details', value: '70001' })
    const { event, responder } = await arrived(harness, 'action')
    expect(event).toMatchObject({ message: { id: posted.id }, conversation: { thread: parent } })
    await responder?.reply(card('Details'))
    await responder?.reply(card('Shared'), 'public')
    expect((await harness.privately()).map(({ replyTo }) => replyTo)).toEqual([parent])
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([parent, parent])
  })

  it('sends a file: in the channel, directly, or as text when uploads are not allowed', async () => {
    harness = await openSlack()
    const attachment = { name: 'codes.csv', mediaType: 'text/csv', content: 'code\n70001\n' }
    await harness.command('imerr', 'export')
    const { responder } = await arrived(harness, 'command')
    await responder?.reply(card('Export'), 'private', attachment)
    const own = harness.slack.privately(ALICE)
    expect(own.flatMap((message) => message.files ?? []).map((file) => file.name)).toEqual(['codes.csv'])
    expect(own.some((message) => message.ephemeralTo && readable(message).includes('Body of Export'))).toBe(true)
    await responder?.reply(card('Shared'), 'public', attachment)
    expect(harness.slack.shown(SUPPORT).flatMap((message) => message.files ?? []).length).toBe(1)
    for (const token of harness.slack.world.tokens.values()) token.scopes.delete('files:write')
    await responder?.reply(card('Words'), 'public', attachment)
    expect((await harness.shown()).at(-1)?.text).toContain('70001')
  })

  it('names people without pinging them', async () => {
    harness = await openSlack()
    const blocks = [{ kind: 'text', text: [text('Acknowledged by '), { kind: 'user', id: BOB }] }] as const
    await harness.adapter.post(harness.channel, card('Incident', { blocks }))
    const [shown] = await harness.shown()
    expect(shown?.text).toContain('@bob')
    expect(shown?.pinged).toEqual([])
  })
})
