import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOptOut } from '../../../src/features/annotate/opt-out.ts'
import { createHashPerson } from '../../../src/features/sightings/hash-person.ts'
import { StorageUnavailable } from '../../../src/storage/contract.ts'
import { ALICE, BOB, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { MINUTE, startBot, type TestBot } from '../../support/bot.ts'
import { FAILS } from '../../support/failing-messages.ts'
import { never } from '../../support/never.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

describe('"Do not annotate me"', () => {
  it('holds in every channel of the workspace, for that person alone, until undone', async () => {
    await bot.command('imerr', 'optout')
    expect(bot.replies.at(-1)).toMatchObject({ visibility: 'private', card: { title: 'No more annotations for you' } })
    expect(textOf(bot.replies.at(-1)?.card ?? never())).toContain('Undo: /imerr optin')
    await bot.say(FAILS)
    await bot.say(FAILS, { conversation: channelOf('general') })
    expect(bot.posts).toEqual([])
    await bot.say(FAILS, { by: BOB })
    await bot.say(FAILS, { conversation: { ...channelOf('support'), workspace: 'other' } })
    expect(bot.posts).toHaveLength(2)
    await bot.command('imerr', 'optin')
    bot.clock.now += 31 * MINUTE
    await bot.say(FAILS)
    expect(bot.posts).toHaveLength(3)
  })
  it('does not count what an opted-out person writes, and still answers what they ask', async () => {
    await bot.command('imerr', 'optout')
    await bot.say(FAILS)
    expect(await bot.storage.occurrences.top({ from: 0, to: bot.clock.now + 1 }, 5)).toEqual([])
    await bot.command('imerr', '70001')
    expect(bot.replies.at(-1)?.card.title).toMatch(/^70001 · /)
  })
  it('is offered to the author who found it not helpful, and to nobody else', async () => {
    await bot.say(FAILS)
    const [post] = bot.posts
    await bot.press(post?.ref, 'annotate.unhelpful', '70001', BOB)
    expect(bot.replies.at(-1)?.card.actions).toEqual([])
    await bot.press(post?.ref, 'annotate.unhelpful', '70001')
    expect(bot.replies.at(-1)?.card.actions).toMatchObject([{ id: 'annotate.optout', label: 'Do not annotate me' }])
    await bot.press(undefined, 'annotate.optout', 'out')
    bot.clock.now += 31 * MINUTE
    await bot.say(FAILS)
    expect(bot.posts).toHaveLength(1)
  })
  it('is remembered while storage does not answer, and says when it cannot be', async () => {
    let lost = false
    const { optOuts } = bot.storage
    const guarded =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (lost) throw new StorageUnavailable('gone')
        return call(...args)
      }
    const optOut = createOptOut({
      optOuts: { ...optOuts, has: guarded(optOuts.has), set: guarded(optOuts.set) },
      hashPerson: createHashPerson('a key of the test'),
      language: 'zh',
      now: () => bot.clock.now,
      onBlind: () => {},
    })
    const said = { by: ALICE, conversation: channelOf('support') }
    const responder = { reply: async () => undefined, update: async () => {}, dismiss: async () => {} }
    await optOut.choose(said, true, responder)
    lost = true
    expect(await optOut.has(said)).toBe(true)
    expect(await optOut.has({ ...said, by: BOB })).toBe(false)
    await expect(optOut.choose(said, false, responder)).rejects.toThrow('存储暂时没有响应')
    expect(await optOut.has(said)).toBe(true)
  })
})
