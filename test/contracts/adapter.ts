/** What every adapter must do, run against a platform over real sockets. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bold, type Card, code, text } from '../../src/chat/card.ts'
import type { InboundEvent, MessageEvent } from '../../src/chat/event.ts'
import type { AdapterHarness } from './adapter-harness.ts'

const card = (title: string, more: Partial<Card> = {}): Card => ({
  tone: 'info',
  title,
  summary: `${title}.`,
  blocks: [{ kind: 'text', text: [text('Body of '), bold(title)] }],
  actions: [{ kind: 'button', id: 'lookup.show', value: '10010', label: 'Show 10010' }],
  ...more,
})

/** Everything a user could write to ping or format. */
const HOSTILE = '<!channel> <@U1> @everyone @here <#C1> *b* _i_ `c` [x](http://a.b) <http://a.b|x> ~s~ ||s|| &lt;'

const LONG = 'Длинный 🧑‍🚀 text with words '.repeat(700)

export function adapterContract(name: string, open: () => Promise<AdapterHarness>) {
  describe(`${name}: the adapter contract`, () => {
    let harness: AdapterHarness
    afterEach(async () => {
      const problems = harness.problems()
      await harness.stop()
      expect(problems).toEqual([])
    })

    const received = async (kind: InboundEvent['kind'], count = 1) =>
      vi.waitFor(
        () => {
          const found = harness.received.filter(({ event }) => event.kind === kind)
          expect(found.length).toBe(count)
          return found
        },
        { timeout: 10_000 },
      )
    /** Long enough for an event that must not come to have come. */
    const settle = () => new Promise((resolve) => setTimeout(resolve, 300))

    it('tells of a message once, with who, where and the text as people see it', async () => {
      harness = await open()
      const id = await harness.say('login fails: 70001 & <b>')
      const [first] = await received('message')
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
      harness = await open()
      await harness.say('[ALERT] ErrorCode 70001', { bot: true })
      const [first] = await received('message')
      expect(first?.event.by.bot).toBe(true)
      await harness.adapter.post(harness.channel, card('own'))
      await settle()
      await received('message')
    })

    it('uses the same id when the platform delivers again', async () => {
      harness = await open()
      await harness.say('70001')
      await received('message')
      await harness.redeliver()
      const events = await received('message', 2)
      expect(events[0]?.event.id).toBe(events[1]?.event.id)
    })

    it('tells of an edit only when the text changed, and of a deletion', async () => {
      harness = await open()
      const id = await harness.say('error 70001')
      await received('message')
      await harness.touch(id)
      await settle()
      await received('edit', 0)
      await harness.change(id, 'error 70003')
      const [edit] = await received('edit')
      expect(edit?.event).toMatchObject({ kind: 'edit', text: 'error 70003', message: { id } })
      await harness.erase(id)
      const [gone] = await received('delete')
      expect(gone?.event).toMatchObject({ kind: 'delete', messages: [{ id }] })
    })

    it('posts as a reply, edits in place and removes; removing twice is quiet', async () => {
      harness = await open()
      const id = await harness.say('error 70001')
      const [first] = await received('message')
      const event = first?.event as MessageEvent
      const reply = await harness.adapter.post(event.replyIn ?? event.conversation, card('Answer'), {
        replyTo: event.message,
      })
      const [shown] = await harness.shown()
      expect(shown?.id).toBe(reply.id)
      expect(shown?.text).toContain('Answer')
      expect(shown?.replyTo).toBe(id)
      expect(shown?.buttons).toEqual([{ id: 'lookup.show', value: '10010', label: 'Show 10010' }])
      // A reference outlives the process: through JSON and back.
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
      harness = await open()
      const reply = await harness.adapter.post(harness.channel, card('Answer'))
      await harness.adapter.remove(reply)
      await expect(harness.adapter.edit(reply, card('Changed'))).rejects.toMatchObject({
        name: 'DeliveryError',
        reason: 'gone',
      })
    })

    it('pings nobody and formats nothing that somebody wrote, except whom on-call names', async () => {
      harness = await open()
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
      harness = await open()
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

    it('passes a command on, answers it privately, and in public when asked', async () => {
      harness = await open()
      await harness.command('imerr', '10010 and more')
      const [first] = await received('command')
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
      harness = await open()
      const reply = await harness.adapter.post(harness.channel, card('Answer'))
      await harness.press(reply.id, { id: 'lookup.show', value: '10010' })
      const [pressed] = await received('action')
      expect(pressed?.event).toMatchObject({ kind: 'action', action: 'lookup.show', value: '10010' })
      await pressed?.responder?.update(card('Updated'))
      await vi.waitFor(async () => expect((await harness.shown())[0]?.text).toContain('Updated'))
      expect((await harness.shown()).length).toBe(1)
    })

    it('whispers to one person only', async () => {
      harness = await open()
      await harness.say('secret')
      const [first] = await received('message')
      const event = first?.event as MessageEvent
      await harness.adapter.whisper(event.conversation, event.by.id, card('Careful'))
      expect((await harness.privately(event.by.id)).map((shown) => shown.text).join()).toContain('Careful')
      expect(await harness.shown()).toEqual([])
    })

    it('acknowledges even when the sink is slow or throws, and goes on', async () => {
      harness = await open()
      harness.onNext(async () => {
        throw new Error('a sink that throws')
      })
      await harness.command('imerr', 'first')
      await harness.command('imerr', 'second')
      await received('command', 2)
    })

    for (const kind of ['rate-limit', 'unavailable', 'cut'] as const) {
      it(`posts exactly once through a ${kind} failure`, async () => {
        harness = await open()
        harness.failNext(kind, kind === 'cut' ? 1 : 2)
        await harness.adapter.post(harness.channel, card('Once'), { key: 'annotation-1' })
        expect((await harness.shown()).map((shown) => shown.text.includes('Once'))).toEqual([true])
      }, 30_000)
    }

    it('hands over the content of a file, and refuses one that is too large', async () => {
      harness = await open()
      if (!harness.capabilities.files) return
      const content = new TextEncoder().encode('ErrorCode 70001\n'.repeat(100))
      await harness.say('see the log', { files: [{ name: 'im.log', content }] })
      const [first] = await received('message')
      const event = first?.event as MessageEvent
      const [file] = event.files
      expect(file).toMatchObject({ name: 'im.log', size: content.length })
      if (!file) return
      let bytes = 0
      for await (const chunk of await harness.adapter.openFile(file, event.conversation, 10_000)) bytes += chunk.length
      expect(bytes).toBe(content.length)
      await expect(harness.adapter.openFile({ ...file, size: 1 }, event.conversation, 100)).rejects.toThrow(/./)
      await expect(
        harness.adapter.openFile({ ...file, url: 'http://169.254.169.254/latest' }, event.conversation, 10_000),
      ).rejects.toMatchObject({ name: 'DeliveryError' })
    })

    it('starts once and stops twice without fault', async () => {
      harness = await open()
      expect(harness.adapter.ready()).toBe(true)
      await harness.adapter.stop()
      expect(harness.adapter.ready()).toBe(false)
      await harness.adapter.stop()
    })
  })
}
