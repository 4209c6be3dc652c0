/** Adapter contract: posting, editing and removing cards. */
import { expect, it } from 'vitest'
import { bold, code, text } from '../../src/chat/card.ts'
import type { MessageEvent } from '../../src/chat/event.ts'
import { card, type Meet, received } from './adapter-meeting.ts'

/** Text that would ping or format if it were not escaped. */
const HOSTILE = '<!channel> <@U1> @everyone @here <#C1> *b* _i_ `c` [x](http://a.b) <http://a.b|x> ~s~ ||s|| &lt;'

const LONG = 'Длинный 🧑‍🚀 text with words '.repeat(700)

export function postsCards(meet: Meet) {
  it('posts as a reply, edits in place and removes; removing twice is quiet', async () => {
    const harness = await meet()
    const id = await harness.say('error 70001')
    const [first] = await received(harness, 'message')
    const event = first?.event as MessageEvent
    const reply = await harness.adapter.post(event.replyIn ?? event.conversation, card('Answer'), {
      replyTo: event.message,
    })
    const [shown] = await harness.shown()
    expect(shown?.id).toBe(reply.id)
    expect(shown?.text).toContain('Answer')
    expect(shown?.replyTo).toBe(id)
    expect(shown?.buttons).toEqual([{ id: 'lookup.show', value: '10010', label: 'Show 10010' }])
    // References are stored, so they must survive JSON.
    const stored = JSON.parse(JSON.stringify(reply))
    await harness.adapter.edit(stored, card('Changed'))
    const after = await harness.shown()
    expect(after.length).toBe(1)
    expect(after[0]?.text).toContain('Changed')
    await harness.adapter.remove(stored)
    expect(await harness.shown()).toEqual([])
    await harness.adapter.remove(stored)
  })

  it('says that a message is gone when it cannot be edited', async () => {
    const harness = await meet()
    const reply = await harness.adapter.post(harness.channel, card('Answer'))
    await harness.adapter.remove(reply)
    await expect(harness.adapter.edit(reply, card('Changed'))).rejects.toMatchObject({
      name: 'DeliveryError',
      reason: 'gone',
    })
  })

  it('pings nobody and formats nothing that somebody wrote, except whom on-call names', async () => {
    const harness = await meet()
    await harness.adapter.post(
      harness.channel,
      card(HOSTILE.slice(0, 100), {
        summary: HOSTILE,
        blocks: [
          { kind: 'text', text: [text(HOSTILE), bold(HOSTILE), code(HOSTILE)] },
          { kind: 'fields', fields: [{ name: 'who <!here>', value: [text('@everyone')] }] },
          { kind: 'list', ordered: true, items: [[text(HOSTILE)]] },
          { kind: 'code', text: `\`\`\`\n${HOSTILE}` },
          { kind: 'table', header: ['<!channel>'], rows: [['@here']] },
        ],
        footer: [text(HOSTILE)],
      }),
    )
    const [shown] = await harness.shown()
    expect(shown?.pinged).toEqual([])
  })

  it('sends any card, however large, cut to what the platform takes', async () => {
    const harness = await meet()
    const items = Array.from({ length: 200 }, (_, i) => [text(`item ${i} ${LONG.slice(0, 500)}`)])
    const huge = card('T'.repeat(900), {
      summary: LONG,
      blocks: [
        ...Array.from({ length: 60 }, () => ({ kind: 'text' as const, text: [text(LONG.slice(0, 4000))] })),
        { kind: 'list', ordered: true, items },
        { kind: 'fields', fields: items.map((value, i) => ({ name: `f${i}`, value })) },
        { kind: 'code', text: LONG },
        { kind: 'table', header: ['a', 'b'], rows: items.map((_, i) => [String(i), LONG.slice(0, 200)]) },
      ],
      actions: Array.from({ length: 60 }, (_, i) => ({
        kind: 'button' as const,
        id: 'lookup.show',
        value: String(i),
        label: `Show ${i} ${'x'.repeat(120)}`,
      })),
      footer: [text(LONG)],
    })
    await harness.adapter.post(harness.channel, huge)
    const [shown] = await harness.shown()
    expect(shown?.text.length).toBeGreaterThan(500)
    const empty = card('', { summary: '', blocks: [], actions: [] })
    await harness.adapter.post(harness.channel, empty)
    expect((await harness.shown()).length).toBe(2)
  })

  for (const kind of ['rate-limit', 'unavailable', 'cut'] as const) {
    it(`posts exactly once through a ${kind} failure`, async () => {
      const harness = await meet()
      harness.failNext(kind, kind === 'cut' ? 1 : 2)
      await harness.adapter.post(harness.channel, card('Once'), { key: 'annotation-1' })
      expect((await harness.shown()).map((shown) => shown.text.includes('Once'))).toEqual([true])
    }, 30_000)
  }

  it('whispers to one person only', async () => {
    const harness = await meet()
    await harness.say('secret')
    const [first] = await received(harness, 'message')
    const event = first?.event as MessageEvent
    await harness.adapter.whisper(event.conversation, event.by.id, card('Careful'))
    expect((await harness.privately(event.by.id)).map((shown) => shown.text).join()).toContain('Careful')
    expect(await harness.shown()).toEqual([])
  })
}
