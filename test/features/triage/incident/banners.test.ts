/** Banners on annotations: shown during an incident, updated when it is over. */
import { beforeEach, expect, it } from 'vitest'
import { channelOf, textOf } from '../../../platforms/memory/local-platform.ts'
import { FAILS } from '../../../support/failing-messages.ts'
import { MINUTE, openStageWithBot, type Stage } from '../stage.ts'

const LOG = '2026-06-10 09:00:00 [E] login failed, error code: 70001, desc: UserSig expired\n'.repeat(20)
const dev = { id: 'dev', name: 'Dev', bot: false }

let stage: Stage
beforeEach(async () => {
  stage = await openStageWithBot()
})
const upload = (channel = 'devs') =>
  stage.say('our log', { by: dev, conversation: channelOf(channel), files: [stage.attach(Buffer.from(LOG))] })
const inChannel = (channel: string) =>
  stage.posts.filter(({ ref }) => ref.conversation.channel === channel).map(({ card }) => textOf(card))

it('the digest of a file loses the banner, and keeps everything else', async () => {
  await stage.spike()
  await upload()
  const [before = ''] = inChannel('devs')
  expect(before).toMatch(/\nKnown issue since 08:59 UTC, 9 people; on-call has been told \(incident 1\)\n/)
  await stage.click('Resolve')
  await stage.pass(MINUTE)
  const [after = '', ...more] = inChannel('devs')
  expect(more).toEqual([])
  expect(after).not.toMatch(/^Known issue/m)
  expect(after).toContain('Was a known issue from 2026-06-10 08:59 UTC to 2026-06-10 09:01 UTC; resolved')
  expect(after.split('\n').slice(2)).toEqual(before.split('\n').slice(2))
  expect(stage.posts.find(({ ref }) => ref.conversation.channel === 'devs')?.card.actions).toHaveLength(3)
})

it('a digest of another process is not edited; one reply below it says that the incident is over', async () => {
  await upload('early')
  await stage.spike()
  await upload()
  const [before] = inChannel('devs')
  const [early] = inChannel('early')
  // A second process, without the first one's memory.
  const other = await stage.startBot()
  await stage.bots[0]?.stop()
  await stage.click('Resolve')
  await stage.pass(2 * MINUTE, other)
  const [digest, end, ...more] = inChannel('devs')
  expect(digest).toBe(before)
  expect(end).toMatch(/^Incident 1 is over\nWas a known issue from 2026-06-10 08:59 UTC/)
  expect(more).toEqual([])
  expect(stage.posts.at(-1)?.options.replyTo).toBeDefined()
  // The digest is unchanged: it got its banner when the incident began.
  expect(early).toMatch(/^Known issue/m)
  expect(inChannel('early')).toEqual([early, expect.stringMatching(/^Incident 1 is over/)])
})

it('an annotation from before the incident gets the banner when it begins, and loses it at the end', async () => {
  await stage.say(FAILS, { by: dev, conversation: channelOf('help') })
  expect(inChannel('help')[0]).not.toContain('nown issue')
  await stage.spike()
  expect(inChannel('help')[0]).toMatch(
    /^Known issue since 08:59 UTC, 10 people; on-call has been told \(incident 1\)$/m,
  )
  await stage.click('Resolve')
  await stage.pass(MINUTE)
  expect(inChannel('help')[0]).toContain('Was a known issue')
  expect(inChannel('help')).toHaveLength(1)
})

it('a quiet channel gets no second message', async () => {
  await stage.storage.settings.set(channelOf('devs'), { mode: 'quiet' }, { by: dev, at: stage.clock.now }, 0)
  await stage.spike()
  await upload()
  await stage.click('Resolve')
  await stage.pass(MINUTE)
  expect(inChannel('devs')).toEqual([expect.stringContaining('Was a known issue from')])
})

it("a short annotation carries one line of the team's note, also after the incident", async () => {
  await stage.ask(`note 70001 ${'Restart passport first. '.repeat(20)}https://wiki.example.com/sig @identity`)
  await stage.say(FAILS, { by: dev, conversation: channelOf('help') })
  const line = /^Your team: Restart passport first\. .{60,110}… · Runbook: https:\/\/wiki\.example\.com\/sig$/m
  expect(inChannel('help')[0]).toMatch(line)
  await stage.spike()
  await stage.click('Resolve')
  await stage.pass(MINUTE)
  expect(inChannel('help')[0]).toMatch(line)
  expect(inChannel('help')[0]).toContain('Was a known issue')
  // A code without a note gets no line.
  await stage.say('{"ActionStatus":"FAIL","ErrorCode":10010,"ErrorInfo":"x"}', {
    by: dev,
    conversation: channelOf('help2'),
  })
  expect(inChannel('help2')[0]).not.toContain('Your team')
})
