/** What on-call asks and presses during an incident, on both storage engines. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { exportFile } from '../../../src/features/triage/export-file.ts'
import type { Storage } from '../../../src/storage/contract.ts'
import { channelOf, textOf } from '../../support/local-platform.ts'
import { ADA, BEN, buttonOf, engines, HOUR, MINUTE, ONCALL, openStage, SCOPE, type Stage } from './stage.ts'

const draftOf = (card: Card | undefined) =>
  card?.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []))[0] ?? ''

describe.each(engines())('on $engine', ({ open }) => {
  let storage: Storage
  let stage: Stage
  beforeEach(async () => {
    storage = await open()
    stage = await openStage(storage)
    await stage.startBot()
  })
  afterEach(async () => {
    await stage.stop()
    await storage.close()
  })
  const answer = async (words: string) => textOf(await stage.ask(words))
  const lastReply = () => textOf(stage.replies.at(-1)?.card ?? never())
  async function spike() {
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    const [incident] = await stage.incidents()
    return incident?.id ?? 0
  }

  describe('Escalate', () => {
    it('puts the draft of a ticket into the thread, with what was seen', async () => {
      const at = stage.clock.now
      const seen = { kind: 'scan' as const, conversation: channelOf('shop'), at, api: 'openim/sendmsg' }
      await storage.occurrences.add([{ code: '70001', ...seen, author: 'dev', message: 'log1' }])
      const id = await spike()
      await stage.click('Escalate', BEN)
      expect(stage.thread().map(({ text }) => text.split('\n')[0])).toEqual([
        `Incident ${id}`,
        `Ticket draft: incident ${id}`,
      ])
      const draft = draftOf(stage.posts.at(-1)?.card)
      expect(draft).toContain('Chat error 70001: UserSig expired')
      expect(draft).toContain('API: openim/sendmsg\n')
      expect(draft).toContain('Time: 2026-06-10 08:59 to 2026-06-10 09:00 UTC')
      expect(draft).toContain('Affected: 10 people, 10 sightings, 2 channels')
      expect(draft).toContain(`Our reference: incident ${id}`)
      expect(textOf(stage.live()[0]?.card ?? never())).toMatch(/Escalated: 09:01 UTC by Ben/)
      expect((await storage.incidents.history(id)).map(({ event }) => event)).toEqual(['opened', 'escalated'])
    })
    it('pressed by two people at once writes one draft; later it writes another', async () => {
      const id = await spike()
      await stage.click('Escalate', BEN)
      await stage.click('Escalate', ADA)
      expect(lastReply()).toContain('Ben escalated it at 09:01 UTC; the draft is in the thread.')
      expect(stage.thread()).toHaveLength(2)
      await stage.pass(11 * MINUTE)
      await stage.click('Escalate', ADA)
      expect(stage.thread()).toHaveLength(4)
      expect((await storage.incidents.history(id)).filter(({ event }) => event === 'escalated')).toHaveLength(2)
    })
    it('can be filled in by whoever knows more', async () => {
      const id = await spike()
      const words =
        'ticket 70001 sdk=8.2 appid=1400000001 platform="Android 14" users=alice,bob error="usersig expired"'
      const draft = draftOf(await stage.ask(words))
      expect(draft).toContain(
        'Error information: usersig expired\nSDK version: 8.2\nPlatform: Android 14\nSDKAppID: 1400000001\n',
      )
      expect(draft).toContain('UserIDs: al***, b***')
      expect(draft).toContain(`incident ${id}`)
    })
  })

  it('Acknowledge by two people at once: the first has it, the second is told how to take over', async () => {
    await spike()
    const message = stage.live()[0]
    const ack = buttonOf(message?.card ?? never(), 'Acknowledge')
    await stage.press(message?.ref, ack.id, ack.value, BEN)
    await stage.press(message?.ref, ack.id, ack.value, ADA)
    expect(lastReply()).toContain('Ben has it already. If you want it, press Take over.')
    expect(await stage.incidents()).toMatchObject([{ owner: { id: 'ben' } }])
    await stage.click('Take over', ADA)
    expect(await stage.incidents()).toMatchObject([{ owner: { id: 'ada' } }])
    await stage.click('Resolve', ADA)
    await stage.press(message?.ref, 'incident.resolve', ack.value, BEN)
    expect(lastReply()).toMatch(/Incident \d+ was resolved at 09:01 UTC by Ada/)
  })

  it.each(['ack', 'escalate'])('%s in two processes in the same moment happens once', async (name) => {
    const id = await spike()
    await stage.startBot()
    const message = stage.live()[0]?.ref ?? never()
    const told: string[] = []
    const responder = {
      reply: async (card: Card) => void told.push(card.title),
      update: (card: Card) => stage.adapter.edit(message, card),
      dismiss: async () => {},
    }
    const press = (by: typeof ADA) => ({
      ...{ kind: 'action' as const, id: `press ${by.id}`, at: stage.clock.now, by, action: `incident.${name}` },
      ...{ value: `${id}`, message, conversation: message.conversation },
    })
    const answer = { ...responder, reply: async (card: Card) => responder.reply(card).then(() => undefined) }
    await Promise.all([ADA, BEN].map((by, i) => stage.bots[i]?.sink.handle(press(by), answer)))
    const history = await storage.incidents.history(id)
    expect(history.map(({ event }) => event)).toEqual(['opened', name === 'ack' ? 'acknowledged' : 'escalated'])
    expect(told).toEqual(['Somebody was quicker'])
    expect(stage.thread()).toHaveLength(name === 'ack' ? 1 : 2)
  })

  describe('/imtriage handover', () => {
    it('holds what is open, what happened this shift, mutes and top codes', async () => {
      await stage.crowd('10010', 12)
      await stage.pass(MINUTE)
      await stage.click('Resolve')
      stage.clock.now += 9 * HOUR
      await stage.crowd('70001', 9)
      await stage.pass(MINUTE)
      await stage.click('Acknowledge', BEN)
      await stage.ask('mute 30010 2h')
      const shown = await answer('handover')
      expect(shown).toMatch(/Hand-over 2026-06-10 18:02 UTC: the last 8 h\n1 open, 0 resolved in the last 8 h\./)
      expect(shown).toMatch(/Open\n\d+: 70001 · UserSig expired/)
      const spans = (await stage.ask('handover')).blocks.flatMap((block) =>
        block.kind === 'list' ? block.items.flat() : [],
      )
      const message = stage.live().at(-1)?.ref.id
      expect(spans).toContainEqual({
        kind: 'link',
        url: `https://local.example/ops/${message}`,
        text: expect.stringContaining('70001'),
      })
      expect(shown).toMatch(/18:02 UTC incident \d+ acknowledged by Ben/)
      expect(shown).toContain('30010 until 20:02 UTC by Ada')
      expect(shown).toContain('70001 UserSig expired, 9 people')
      expect(shown).not.toContain('10010')
      expect(await answer('handover 12')).toMatch(/incident \d+ resolved by Ada/)
    })
    it.each(['0', '200', 'all'])('explains that %s is no shift', async (hours) => {
      expect(await answer(`handover ${hours}`)).toContain('Write the length of the shift in hours')
    })
  })

  describe('/imtriage mute', () => {
    it('raises nothing for the code and its twins until it ends or is taken back', async () => {
      expect(await answer('mute 70001 2h')).toMatch(/raises no new incident until 11:00 UTC.*\n?.*6206/)
      await stage.crowd(['70001', '6206'], 20)
      await stage.pass(5 * MINUTE)
      expect(await stage.incidents()).toEqual([])
      expect(await answer('incidents')).toContain('70001 until 11:00 UTC by Ada')
      expect(await answer('mute 70001 off')).toContain('70001 raises incidents again')
      await stage.pass(MINUTE)
      expect(await stage.incidents()).toHaveLength(1)
    })
    it('says that there is nothing to take back', async () => {
      expect(await answer('mute 70001 off')).toMatch(/^70001 is not muted\n70001 was not muted, so nothing changes/)
      await stage.ask('mute 70001 1h')
      await stage.pass(61 * MINUTE)
      expect(await answer('mute 70001 off')).toContain('70001 was not muted')
      expect(await answer('mute 1234567 off')).toContain('1234567 is not a known code')
    })
    it('takes back what another code of the same cause keeps silent', async () => {
      await stage.ask('mute 6206 2 h')
      expect(await answer('mute 70001 off')).toContain('70001, 6206 raise incidents again')
      expect(await answer('incidents')).not.toContain('Muted codes')
      await stage.crowd(['70001', '6206'], 20)
      await stage.pass(MINUTE)
      expect(await stage.incidents()).toHaveLength(1)
    })
    it('ends by itself', async () => {
      await stage.ask('mute 70001 1h')
      await stage.pass(61 * MINUTE)
      await spike()
      expect(await stage.incidents()).toHaveLength(1)
    })
  })

  describe('/imtriage export', () => {
    it('is for admins', async () => {
      expect(await answer('export 7d')).toContain('Only an admin of this workspace can export')
    })
    it('hands over a file, CSV or JSON, without names or texts', async () => {
      stage.rights = () => ({ admin: true, moderator: true })
      const at = stage.clock.now
      const conversation = channelOf('support')
      await storage.occurrences.add([
        { code: '-10113', kind: 'scan', conversation, author: 'hash', at, api: '=cmd(), "x"', message: 'm9' },
      ])
      await stage.ask('export 2h')
      const csv = stage.replies.at(-1)?.attachment
      expect(csv?.name).toBe('imerr-2026-06-10.csv')
      expect(csv?.content.split('\r\n')[0]).toBe('at,code,kind,platform,workspace,channel,thread,message,api,person')
      expect(csv?.content).toContain(`-10113,scan,local,team,support,,m9,"'=cmd(), ""x""",hash`)
      await stage.ask('export 30m json')
      const json = JSON.parse(stage.replies.at(-1)?.attachment?.content ?? '') as unknown[]
      expect(json).toContainEqual(expect.objectContaining({ code: '-10113', person: 'hash', api: '=cmd(), "x"' }))
      expect(lastReply()).toContain('2 sightings of the last 30 min')
      expect(await answer('export lately')).toContain('not a length of time')
      expect(await answer('export 24h xml')).toContain('"xml" is no format')
    })
    it('fills several files, none too large for a platform, with every row in exactly one', async () => {
      await stage.crowd('70001', 5_000)
      const query = { scope: SCOPE, windowMs: HOUR, now: stage.clock.now }
      for (const format of ['csv', 'json'] as const) {
        const people = new Set<string>()
        let rows = 0
        let after: number | undefined = 0
        while (after !== undefined) {
          const part = await exportFile(storage.occurrences, format, { ...query, after }, 200_000)
          expect(Buffer.byteLength(part.file.content)).toBeLessThanOrEqual(200_000)
          rows += part.rows
          for (const person of part.file.content.match(/crowd1-\d+(?="?\}|\r)/g) ?? []) people.add(person)
          after = part.next
        }
        expect(rows).toBe(5_001)
        expect(people.size).toBe(5_000)
      }
    })
  })
})

it('says how to get the rest of an export that is too large', async () => {
  const { openStorage } = await import('../../../src/storage/open.ts')
  const stage = await openStage(await openStorage({ file: ':memory:' }))
  await stage.startBot()
  stage.rights = () => ({ admin: true, moderator: true })
  await stage.crowd('70001', 100_000)
  await stage.ask('export 1h csv', ADA)
  const { attachment, card } = stage.replies.at(-1) ?? never()
  expect(Buffer.byteLength(attachment?.content ?? '')).toBeLessThan(8_000_000)
  const rest = /The rest: \/imtriage (export 1h csv \d+)/.exec(textOf(card))?.[1] ?? ''
  await stage.ask(rest, ADA)
  const second = stage.replies.at(-1)?.attachment
  expect(second?.name).toMatch(/^imerr-2026-06-10-after-\d+\.csv$/)
  const rowsOf = (content = '') => content.trim().split('\r\n').length - 1
  expect(rowsOf(attachment?.content) + rowsOf(second?.content)).toBe(100_001)
  await stage.press({ conversation: ONCALL, id: 'x' }, 'incident.ack', '1', BEN)
  expect(textOf(stage.replies.at(-1)?.card ?? never())).toContain('not known any more')
  await stage.stop()
  await stage.storage.close()
})

function never(): never {
  throw new Error('there is no such card')
}
