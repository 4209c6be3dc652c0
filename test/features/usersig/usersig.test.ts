import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asksUserSig } from '../../../src/features/usersig/usersig.ts'
import { ALICE, APP, DAY, ISSUED, KEY, packed, toBase64 } from '../../core/usersig/signatures.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

/** Everything that was shown, posted, whispered or logged. */
const everything = () => JSON.stringify([bot.replies, bot.posts, bot.whispers, bot.logged])
/** Asserts that no recognisable piece of the value appears. */
function expectNotRepeated(value: string) {
  const said = everything()
  for (let at = 0; at + 16 <= value.length; at += 8) expect(said).not.toContain(value.slice(at, at + 16))
}
async function ask(words: string) {
  await bot.command('imerr', words)
  const reply = bot.replies.at(-1)
  if (!reply) throw new Error('no reply')
  return { ...reply, text: textOf(reply.card) }
}

describe('/imerr usersig', () => {
  it('says privately what the value holds and what is wrong, without repeating it', async () => {
    bot.clock.now = ISSUED + 4 * DAY
    const { text, visibility, card } = await ask(`usersig ${ALICE} bob 1400000002`)
    expect(visibility).toBe('private')
    expect(text).toMatch(/expired 3 days ago/i)
    expect(text).toMatch(/issued for alice, login used bob/i)
    expect(text).toMatch(/made for SDKAppID 1400000001, init used 1400000002/i)
    expect(text).toContain('2023-11-14 22:13 UTC')
    expect(card.actions.map((action) => action.label)).toEqual(['70013', '70014', '70001', '6206'])
    expectNotRepeated(ALICE)
  })
  it('warns that a valid one is a password; not for an expired one', async () => {
    bot.clock.now = ISSUED + 60_000
    expect((await ask(`usersig ${ALICE} alice ${APP}`)).text).toContain('is a password')
    bot.clock.now = ISSUED + 4 * DAY
    expect((await ask(`usersig ${ALICE}`)).text).not.toContain('is a password')
  })
  it.each([
    ['a value alone', ALICE],
    ['a value alone in plain base64', toBase64(packed())],
    ['a REST address', `https://console.tim.qq.com/v4/openim/sendmsg?sdkappid=${APP}&identifier=bob&usersig=${ALICE}`],
    ['a value over several lines', `usersig ${ALICE.slice(0, 76)}\n${ALICE.slice(76)}`],
  ])('%s is opened too', async (_, words) => {
    bot.clock.now = ISSUED + 60_000
    const { text, visibility } = await ask(words)
    expect(text).toContain('alice')
    expect(visibility).toBe('private')
    expect(text.includes("an admin's")).toBe(words.startsWith('https'))
    expectNotRepeated(ALICE)
  })
  it.each(['usersig foo', 'usersig abc 1 2', 'USERSIG foo alice 1400000001 more', 'usersig foo-bar'])(
    '%s: says that this is none, and how one looks',
    async (words) => {
      const { text, visibility } = await ask(words)
      expect(text).toMatch(/^That is not a UserSig\nOne begins with eJ and goes on with 100 to 600 letters[^\n]*\n$/)
      expect(visibility).toBe('private')
    },
  )
  it.each(['usersig expired', 'usersig not valid', 'usersig 过期'])('%s is a search', async (words) => {
    expect((await ask(words)).text).toMatch(/^Codes that fit "usersig /)
  })
  it('explains its usage without a value', async () => {
    expect((await ask('usersig')).text).toContain('/imerr usersig <value>')
  })
  it('names a secret key by its kind and does not repeat it', async () => {
    expect((await ask(`usersig ${KEY}`)).text).toContain('secret key')
    expectNotRepeated(KEY)
  })
  it('refuses senseless arguments, quoting nothing', async () => {
    expect((await ask(`usersig ${ALICE} alice notanumber`)).text).toContain('The SDKAppID is a number')
    expect((await ask(`usersig ${ALICE} alice ${APP} more`)).text).toContain('nothing after it')
    expectNotRepeated(ALICE)
  })
  it('records and stores nothing', async () => {
    await ask(`usersig ${ALICE}`)
    const seen = await bot.storage.occurrences.total({ from: 0, to: bot.clock.now + DAY })
    expect(seen).toBeUndefined()
  })
  it.each(['usersig expired', 'usersig', 'UserSig 过期', 'usersig generation'])(
    '%s: words stay a search',
    async (words) => {
      expect(asksUserSig(words)).toBe(words === 'usersig')
    },
  )
  it('does not repeat a value that stands among other words', async () => {
    await ask(`qwertyuiop ${ALICE} asdfghjkl`)
    expectNotRepeated(ALICE)
  })
})

describe('where others can read', () => {
  it.each([
    ['a value alone', ALICE],
    ['with the word', `usersig ${ALICE} bob`],
    ['among words', `what is wrong with ${ALICE} please`],
  ])('%s is not opened: delete it and ask privately', async (_, words) => {
    await bot.say(words, { addressed: true })
    const reply = bot.replies.at(-1)
    expect(textOf(reply?.card ?? bot.replies[0]?.card ?? ({} as never))).toMatch(
      /Delete your message[\s\S]*\/imerr usersig/,
    )
    expect(everything()).not.toContain('alice')
    expectNotRepeated(ALICE)
  })
  it('a message that also names a code gets the code explained, and the warning', async () => {
    await bot.say(`login failed {"code":70013,"usersig":"${ALICE}"}`, { addressed: true })
    const said = textOf(bot.replies.at(-1)?.card ?? ({} as never))
    expect(said).toContain('70013 · ')
    expect(said).toContain('holds a secret')
    expectNotRepeated(ALICE)
  })
  it('a question about UserSigs is answered as usual', async () => {
    await bot.say('usersig expired', { addressed: true })
    expect(textOf(bot.replies.at(-1)?.card ?? ({} as never))).toContain('70001')
  })
})
