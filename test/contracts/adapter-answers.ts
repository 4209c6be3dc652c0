/** Adapter contract: commands and buttons, and the answers to them. */
import { expect, it, vi } from 'vitest'
import { card, type Meet, received } from './adapter-meeting.ts'

export function answersPeople(meet: Meet) {
  it('passes a command on, answers it privately, and in public when asked', async () => {
    const harness = await meet()
    await harness.command('imerr', '10010 and more')
    const [first] = await received(harness, 'command')
    expect(first?.event).toMatchObject({ kind: 'command', command: 'imerr', text: '10010 and more' })
    await first?.responder?.reply(card('Private'))
    const privately = await vi.waitFor(async () => {
      const found = await harness.privately(first?.event.by.id)
      expect(found.length).toBe(1)
      return found
    })
    expect(privately[0]?.text).toContain('Private')
    expect(await harness.shown()).toEqual([])
    await first?.responder?.reply(card('Public'), 'public')
    await vi.waitFor(async () => expect((await harness.shown())[0]?.text).toContain('Public'))
  })

  it('passes a button on with its id and value, and updates the card it stood on', async () => {
    const harness = await meet()
    const reply = await harness.adapter.post(harness.channel, card('Answer'))
    await harness.press(reply.id, { id: 'lookup.show', value: '10010' })
    const [pressed] = await received(harness, 'action')
    expect(pressed?.event).toMatchObject({ kind: 'action', action: 'lookup.show', value: '10010' })
    await pressed?.responder?.update(card('Updated'))
    await vi.waitFor(async () => expect((await harness.shown())[0]?.text).toContain('Updated'))
    expect((await harness.shown()).length).toBe(1)
  })
}
