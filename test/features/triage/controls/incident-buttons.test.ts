/** The buttons of an incident, on both storage engines. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../../../src/chat/card.ts'
import { channelOf, textOf } from '../../../platforms/memory/local-platform.ts'
import { never } from '../../../support/never.ts'
import { ADA, BEN, buttonOf, engines, MINUTE, openStageWithBot, type Stage } from '../stage.ts'

const draftOf = (card: Card | undefined) =>
  card?.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []))[0] ?? ''

describe.each(engines())('on $engine', ({ open }) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStageWithBot(await open())
  })

  describe('Escalate', () => {
    it('posts a ticket draft with the sightings to the thread', async () => {
      const at = stage.clock.now
      const seen = { kind: 'scan' as const, conversation: channelOf('shop'), at, api: 'openim/sendmsg' }
      await stage.storage.occurrences.add([{ code: '70001', ...seen, author: 'dev', message: 'log1' }])
      const id = await stage.spike()
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
      expect((await stage.storage.incidents.history(id)).map(({ event }) => event)).toEqual(['opened', 'escalated'])
    })
    it('writes one draft when two people press at once; another when pressed later', async () => {
      const id = await stage.spike()
      await stage.click('Escalate', BEN)
      await stage.click('Escalate', ADA)
      expect(stage.lastReply()).toContain('Ben escalated it at 09:01 UTC; the draft is in the thread.')
      expect(stage.thread()).toHaveLength(2)
      await stage.pass(11 * MINUTE)
      await stage.click('Escalate', ADA)
      expect(stage.thread()).toHaveLength(4)
      expect((await stage.storage.incidents.history(id)).filter(({ event }) => event === 'escalated')).toHaveLength(2)
    })
    it('can be filled in with more facts', async () => {
      const id = await stage.spike()
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
    await stage.spike()
    const message = stage.live()[0]
    const ack = buttonOf(message?.card ?? never(), 'Acknowledge')
    await stage.press(message?.ref, ack.id, ack.value, BEN)
    await stage.press(message?.ref, ack.id, ack.value, ADA)
    expect(stage.lastReply()).toContain('Ben has it already. If you want it, press Take over.')
    expect(await stage.incidents()).toMatchObject([{ owner: { id: 'ben' } }])
    await stage.click('Take over', ADA)
    expect(await stage.incidents()).toMatchObject([{ owner: { id: 'ada' } }])
    await stage.click('Resolve', ADA)
    await stage.press(message?.ref, 'incident.resolve', ack.value, BEN)
    expect(stage.lastReply()).toMatch(/Incident \d+ was resolved at 09:01 UTC by Ada/)
  })

  it.each(['ack', 'escalate'])('%s pressed in two processes at the same moment happens once', async (name) => {
    const id = await stage.spike()
    await stage.startBot()
    const message = stage.live()[0]?.ref ?? never()
    const told: string[] = []
    const responder = {
      reply: async (card: Card) => void told.push(card.title),
      update: (card: Card) => stage.adapter.edit(message, card),
      dismiss: async () => {},
    }
    const press = (by: typeof ADA) => ({
      kind: 'action' as const,
      id: `press ${by.id}`,
      at: stage.clock.now,
      by,
      action: `incident.${name}`,
      value: `${id}`,
      message,
      conversation: message.conversation,
    })
    const answer = { ...responder, reply: async (card: Card) => responder.reply(card).then(() => undefined) }
    await Promise.all([ADA, BEN].map((by, i) => stage.bots[i]?.sink.handle(press(by), answer)))
    const history = await stage.storage.incidents.history(id)
    expect(history.map(({ event }) => event)).toEqual(['opened', name === 'ack' ? 'acknowledged' : 'escalated'])
    expect(told).toEqual(['Somebody was quicker'])
    expect(stage.thread()).toHaveLength(name === 'ack' ? 1 : 2)
  })
})
