/** Adapter contract: the events that reach the bot. */
import { expect, it } from 'vitest'
import type { MessageEvent } from '../../src/chat/event.ts'
import { card, type Meet, received, settle } from './adapter-meeting.ts'

export function tellsOfEvents(meet: Meet) {
  it('tells of a message once, with who, where and the text as people see it', async () => {
    const harness = await meet()
    const id = await harness.say('login fails: 70001 & <b>')
    const [first] = await received(harness, 'message')
    const event = first?.event as MessageEvent
    expect(event.text).toBe('login fails: 70001 & <b>')
    expect(event.message.id).toBe(id)
    expect(event.conversation).toMatchObject(harness.channel)
    expect(event.by.bot).toBe(false)
    expect(event.id).not.toBe('')
    expect(Math.abs(event.at - Date.now())).toBeLessThan(60_000)
    expect(JSON.parse(JSON.stringify(event.message))).toEqual(event.message)
  })

  it('tells of a message by another bot, and never of its own', async () => {
    const harness = await meet()
    await harness.say('[ALERT] ErrorCode 70001', { bot: true })
    const [first] = await received(harness, 'message')
    expect(first?.event.by.bot).toBe(true)
    await harness.adapter.post(harness.channel, card('own'))
    await settle()
    await received(harness, 'message')
  })

  it('uses the same id when the platform delivers again', async () => {
    const harness = await meet()
    await harness.say('70001')
    await received(harness, 'message')
    await harness.redeliver()
    const events = await received(harness, 'message', 2)
    expect(events[0]?.event.id).toBe(events[1]?.event.id)
  })

  it('tells of an edit only when the text changed, and of a deletion', async () => {
    const harness = await meet()
    const id = await harness.say('error 70001')
    await received(harness, 'message')
    await harness.touch(id)
    await settle()
    await received(harness, 'edit', 0)
    await harness.change(id, 'error 70003')
    const [edit] = await received(harness, 'edit')
    expect(edit?.event).toMatchObject({ kind: 'edit', text: 'error 70003', message: { id } })
    await harness.erase(id)
    const [gone] = await received(harness, 'delete')
    expect(gone?.event).toMatchObject({ kind: 'delete', messages: [{ id }] })
  })

  it('hands over the content of a file, and refuses one that is too large', async ({ skip }) => {
    const harness = await meet()
    skip(!harness.capabilities.files, 'the platform has no files')
    const content = new TextEncoder().encode('ErrorCode 70001\n'.repeat(100))
    await harness.say('see the log', { files: [{ name: 'im.log', content }] })
    const [first] = await received(harness, 'message')
    const event = first?.event as MessageEvent
    const [file] = event.files
    expect(file).toMatchObject({ name: 'im.log', size: content.length })
    if (!file) throw new Error('no file')
    let bytes = 0
    for await (const chunk of await harness.adapter.openFile(file, event.conversation, 10_000)) bytes += chunk.length
    expect(bytes).toBe(content.length)
    await expect(harness.adapter.openFile({ ...file, size: 1 }, event.conversation, 100)).rejects.toThrow(/./)
    await expect(
      harness.adapter.openFile({ ...file, url: 'http://169.254.169.254/latest' }, event.conversation, 10_000),
    ).rejects.toMatchObject({ name: 'DeliveryError' })
  })

  it('acknowledges even when the sink is slow or throws, and goes on', async () => {
    const harness = await meet()
    harness.onNext(async () => {
      throw new Error('a sink that throws')
    })
    await harness.command('imerr', 'first')
    await harness.command('imerr', 'second')
    await received(harness, 'command', 2)
  })
}
