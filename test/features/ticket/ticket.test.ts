import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { createTicket } from '../../../src/features/ticket/ticket.ts'
import { maskUserId, prefilled, ticketText } from '../../../src/features/ticket/ticket-card.ts'
import { parseTicketFacts } from '../../../src/features/ticket/ticket-facts.ts'
import type { Incident, Storage } from '../../../src/storage/contract.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { ALICE as SIG } from '../../core/usersig/signatures.ts'
import { channelOf, textOf, WORKSPACE } from '../../platforms/memory/local-platform.ts'
import { startBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const NOW = Date.UTC(2026, 5, 1, 9)
const MINUTE = 60_000
const scope = { platform: 'local', workspace: WORKSPACE }
const { redact } = knowledge.redactor
const draftOf = (card: Card) => card.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []))[0] ?? ''

let storage: Storage
beforeEach(async () => {
  storage = await openStorage({ file: ':memory:' })
})
afterEach(() => storage.close())

async function see(code: string, count: number, more: { api?: string; ago?: number; channel?: string } = {}) {
  const { api, ago = 0, channel = 'support' } = more
  await storage.occurrences.add(
    Array.from({ length: count }, (_, i) => ({
      code,
      kind: 'annotation' as const,
      conversation: channelOf(channel),
      author: `${code}-${ago}-${i}`,
      message: `${code}-${ago}-${i}`,
      at: NOW - ago - i * MINUTE,
      ...(api ? { api } : {}),
    })),
  )
}

describe('ticketText', () => {
  it('leaves a line to fill in for everything unknown', () => {
    const draft = ticketText({ codes: ['70001'], apis: [] }, redact)
    for (const name of [
      'API',
      'Error information',
      'SDK version',
      'Platform',
      'SDKAppID',
      'Time',
      'Affected',
      'UserIDs',
    ])
      expect(draft).toMatch(new RegExp(`^${name}: \\(fill in`, 'm'))
    expect(draft).toMatch(/^Error code: 70001$/m)
  })
  it('states the known facts, with the time zone, masks UserIDs and redacts', () => {
    const draft = ticketText(
      {
        codes: ['70001'],
        apis: ['openim/sendmsg'],
        errorInfo: `usersig expired: ${SIG}`,
        sdkVersion: '8.1.6',
        platform: 'Android',
        sdkAppId: '1400000001',
        from: NOW - 33 * MINUTE,
        to: NOW,
        people: 40,
        sightings: 120,
        channels: 3,
        userIds: ['alice', 'x'],
        incident: 7,
      },
      redact,
    )
    expect(draft).toContain('Error information: usersig expired: [UserSig]')
    expect(draft).toContain('SDK version: 8.1.6\nPlatform: Android\nSDKAppID: 1400000001\n')
    expect(draft).toContain('Time: 2026-06-01 08:27 to 2026-06-01 09:00 UTC')
    expect(draft).toContain('Affected: 40 people, 120 sightings, 3 channels')
    expect(draft).toContain('UserIDs: al***, ***')
    expect(draft).toContain('incident 7')
    expect(draft).not.toContain('alice')
  })
  it('cuts long values after redacting them, because half a secret would not be recognised', () => {
    const draft = ticketText(
      { codes: ['70001'], apis: [], errorInfo: `${'x '.repeat(150)}${SIG} ${'y'.repeat(9_000)}` },
      redact,
    )
    expect(draft.length).toBeLessThan(1_500)
    expect(draft).toContain('[UserSig]')
    expect(draft).not.toContain(SIG.slice(0, 20))
  })
  it('never shows a whole UserID', () => {
    for (const id of ['', 'a', 'ab', 'abc', '用户一号']) expect(maskUserId(id)).not.toBe(id)
    expect(maskUserId('用户一号')).toBe('用户***')
  })
})

describe('createTicket', () => {
  const ticket = (template?: string) =>
    createTicket({ storage, knowledge, now: () => NOW, ...(template ? { template } : {}) })

  it("counts the code's sightings of the last day in this workspace", async () => {
    await see('70001', 3, { api: 'openim/sendmsg' })
    await see('70001', 2, { api: 'openim/batchsendmsg', ago: 5 * MINUTE, channel: 'other' })
    await see('70001', 5, { ago: 30 * 60 * MINUTE })
    await see('10010', 4)
    const card = await ticket().forCode('70001', channelOf('support'))
    const draft = draftOf(card)
    expect(draft).toMatch(/^Chat error 70001: UserSig expired$/m)
    expect(draft).toContain('API: openim/sendmsg, openim/batchsendmsg')
    expect(draft).toContain('Affected: 5 people, 5 sightings, 2 channels')
    expect(draft).toContain('Time: 2026-06-01 08:54 to 2026-06-01 09:00 UTC')
    const strangers = await ticket().forCode('70001', { ...channelOf('support'), workspace: 'strangers' })
    expect(draftOf(strangers)).toContain('Affected: (fill in')
  })
  it('names the APIs that document a code when none was seen', async () => {
    expect(draftOf(await ticket().forCode('10010', channelOf('support')))).toMatch(/API: \(fill in.*documented for \w+/)
  })
  it("links to the vendor's page, and says that it cannot be prefilled", async () => {
    const card = await ticket().forCode('70001', channelOf('support'))
    const urls = card.actions.flatMap((action) => (action.kind === 'link' ? [action.url] : []))
    expect(urls).toEqual([knowledge.catalog.link('submit-ticket')?.url])
    expect(textOf(card)).toContain('cannot be prefilled')
  })
  it('links to another ticket page, prefilled and short enough for every platform', async () => {
    const template = 'https://github.com/you/ops/issues/new?title={title}&body={body}'
    const card = await ticket(template).forCode('70001', channelOf('support'))
    const url = card.actions.flatMap((action) => (action.kind === 'link' ? [action.url] : []))[1] ?? ''
    expect(url.length).toBeLessThanOrEqual(500)
    const { searchParams } = new URL(url)
    expect(searchParams.get('title')).toBe('Chat error 70001: UserSig expired')
    expect(searchParams.get('body')).toContain('API: ')
    expect(prefilled(template, 'a&b', '$& {title}')).toContain('title=a%26b&body=%24%26%20%7Btitle%7D')
  })
  it('covers all codes of an incident, from its beginning to its end', async () => {
    await see('70001', 3, { ago: 10 * MINUTE })
    await see('6206', 4, { ago: 20 * MINUTE })
    await see('6206', 2)
    const incident: Incident = {
      id: 7,
      key: 'usersig',
      scope,
      codes: ['70001', '6206'],
      since: NOW - 25 * MINUTE,
      state: 'resolved',
      detail: {},
      openedAt: NOW,
      changedAt: NOW,
      resolvedAt: NOW - 8 * MINUTE,
      version: 1,
    }
    const card = await ticket().forIncident(incident)
    expect(card.title).toBe('Ticket draft: incident 7')
    expect(draftOf(card)).toContain('Error code: 70001, 6206')
    expect(draftOf(card)).toContain('Affected: 7 people, 7 sightings')
  })
})

describe('parseTicketFacts', () => {
  it.each([
    ['', {}],
    ['sdk=8.2', { sdkVersion: '8.2' }],
    ['SDK_version : 8.2 AppId=1400000001', { sdkVersion: '8.2', sdkAppId: '1400000001' }],
    ['platform="Android 14" os=', { platform: 'Android 14' }],
    ["platform=“iOS 17” tried='a new UserSig'", { platform: 'iOS 17', tried: 'a new UserSig' }],
    ['api=openim/sendmsg,login users=alice，bob', { toldApis: ['openim/sendmsg', 'login'], userIds: ['alice', 'bob'] }],
    ['error="usersig expired = yes" steps="log in"', { errorInfo: 'usersig expired = yes', steps: 'log in' }],
  ])('%j', (words, facts) => {
    expect(parseTicketFacts(words)).toEqual(facts)
  })
  it.each(['8.2', 'sdk', 'version 8.2', 'constructor=1', '__proto__=x', 'sdk=8 what'])(
    '%j: says what to write',
    (words) => {
      expect(() => parseTicketFacts(words)).toThrow(
        /Write name=value with sdk, appid, .*: \/imtriage ticket 70001 sdk=8\.2/,
      )
    },
  )
  it('refuses an invalid SDKAppID', () => {
    expect(() => parseTicketFacts('appid=mine')).toThrow('The SDKAppID is a number')
  })
})

it('redacts and masks the facts that people add', async () => {
  const bot = await startBot()
  await bot.command('imtriage', `ticket 70001 error="sig ${SIG} refused" users=alice,bob,carol platform=Web`)
  const card = bot.replies.at(-1)?.card
  const draft = card ? draftOf(card) : ''
  expect(draft).toContain('Error information: sig [UserSig')
  expect(draft).toContain('UserIDs: al***, b***, ca***')
  expect(JSON.stringify(bot.replies)).not.toContain(SIG.slice(20, 60))
  expect(JSON.stringify(bot.replies)).not.toContain('carol')
  await bot.stop()
})

it('/imtriage ticket answers with the draft, privately', async () => {
  const bot = await startBot()
  await bot.command('imtriage', 'ticket 70001')
  const reply = bot.replies.at(-1)
  expect(reply?.visibility).toBe('private')
  expect(reply && draftOf(reply.card)).toContain('Error code: 70001')
  await bot.stop()
})
