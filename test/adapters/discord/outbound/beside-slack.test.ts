/** One process may serve Slack and Discord. Slack's library then loads first, and brings its own HTTP client. */
import '@slack/bolt'
import { afterEach, expect, it, vi } from 'vitest'
import { visibleText } from '../../../platforms/discord/people/visible-messages.ts'
import { type Connected, card, connect, stopCleanly } from '../connected.ts'

const PATIENT = { timeout: 15_000 }
const file = { name: 'export.csv', mediaType: 'text/csv', content: 'code,people\n70001,5\n' }

let bot: Connected
afterEach(() => stopCleanly(bot))

it('posts a file, and answers a command with one', async () => {
  bot = await connect()
  const { act, seen } = bot.discord
  await bot.adapter.post(bot.channel, card('Posted'), { attachment: file })
  bot.answer(async ({ responder }) => void (await responder?.reply(card('Answered'), 'public', file)))
  act.type('imerr', 'public')
  await vi.waitFor(() => {
    expect(seen.inChannel().map(visibleText).join(), bot.logged()).toMatch(/Posted[\s\S]*Answered/)
  }, PATIENT)
  expect(
    seen.inChannel().map(({ files }) => files.map(({ name, content }) => [name, Buffer.from(content).toString()])),
  ).toEqual([[[file.name, file.content]], [[file.name, file.content]]])
})
