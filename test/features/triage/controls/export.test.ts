/** The export of sightings, on both storage engines. */
import { beforeEach, describe, expect, it } from 'vitest'
import { exportFile } from '../../../../src/features/triage/controls/export-file.ts'
import { channelOf, textOf } from '../../../platforms/memory/local-platform.ts'
import { never } from '../../../support/never.ts'
import { ADA, BEN, engines, HOUR, ONCALL, openStageWithBot, SCOPE, type Stage } from '../stage.ts'

describe.each(engines())('on $engine', ({ open }) => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStageWithBot(await open())
  })
  const answer = async (words: string) => textOf(await stage.ask(words))

  describe('/imtriage export', () => {
    it('is for admins only', async () => {
      expect(await answer('export 7d')).toContain('Only an admin of this workspace can export')
    })
    it('hands over a file, CSV or JSON, without names or texts', async () => {
      stage.rights = () => ({ admin: true, moderator: true })
      const at = stage.clock.now
      const conversation = channelOf('support')
      await stage.storage.occurrences.add([
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
      expect(stage.lastReply()).toContain('2 sightings of the last 30 min')
      expect(await answer('export lately')).toContain('not a length of time')
      expect(await answer('export 24h xml')).toContain('"xml" is not a format')
    })
    it('splits into files small enough for every platform, each row in exactly one', async () => {
      await stage.crowd('70001', 5_000)
      const query = { scope: SCOPE, windowMs: HOUR, now: stage.clock.now }
      for (const format of ['csv', 'json'] as const) {
        const people = new Set<string>()
        let rows = 0
        let after: number | undefined = 0
        while (after !== undefined) {
          const part = await exportFile(stage.storage.occurrences, format, { ...query, after }, 200_000)
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
  const stage = await openStageWithBot()
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
  expect(stage.lastReply()).toContain('not known any more')
})
