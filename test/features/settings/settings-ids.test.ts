/** Which ids of bots, channels and people `/imconfig ignore-bot` and `oncall` accept on each platform. */
import { describe, expect, it } from 'vitest'
import { commandEvent } from '../../../adapters/slack/inbound/interaction-event.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import { applyChange } from '../../../src/features/settings/apply-change.ts'
import { SETTINGS_WORDS } from '../../../src/features/settings/settings-words.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { startBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const change = (platform: string, words: string, stored = {}, language: 'en' | 'zh' = 'en') =>
  applyChange(stored, words.split(' '), knowledge.catalog, SETTINGS_WORDS[language], platform)

describe('accepted', () => {
  it.each([
    ['slack', 'ignore-bot B012345', { ignoredBots: ['B012345'] }],
    ['slack', 'ignore-bot B012345 B0999 USLACKBOT', { ignoredBots: ['B012345', 'B0999', 'USLACKBOT'] }],
    ['slack', 'oncall C0123ABC', { onCall: { channel: 'C0123ABC', mention: [] } }],
    [
      'slack',
      'oncall <#C0123|ops> <@U0123|ada> <!subteam^S0123|@sre>',
      { onCall: { channel: 'C0123', mention: ['U0123', 'S0123'] } },
    ],
    ['discord', 'ignore-bot <@123456789012345678>', { ignoredBots: ['123456789012345678'] }],
    [
      'discord',
      'oncall <#123456789012345678> <@!223456789012345678> <@&323456789012345678>',
      { onCall: { channel: '123456789012345678', mention: ['223456789012345678', '323456789012345678'] } },
    ],
    ['console', 'oncall #terminal @you', { onCall: { channel: 'terminal', mention: ['you'] } }],
  ])('%s: %s', (platform, words, expected) => {
    expect(change(platform, words)).toEqual(expected)
  })
  it('an old invalid bot id, to remove it from the list', () => {
    expect(change('slack', 'ignore-bot foo', { ignoredBots: ['foo', 'B0123'] })).toEqual({ ignoredBots: ['B0123'] })
  })
})

describe('refused, with how to write the id', () => {
  it.each([
    ['slack', 'ignore-bot foo', /"foo" is not a Slack bot[\s\S]*begins with B[\s\S]*\/imerr why <link>/],
    // A mention of a bot holds its user id; its messages carry its bot id.
    ['slack', 'ignore-bot <@U0123|alerts>', /"U0123" is not a Slack bot/],
    ['slack', 'oncall #ops', /which channel "ops" is\. Type # and pick it[\s\S]*C0123456789/],
    ['slack', 'oncall <#C0123|ops> @ada', /who "ada" is\. Type @ and pick[\s\S]*U0123456789/],
    ['slack', 'oncall <#C0123|ops> <!here>', /who "here" is/],
    ['discord', 'ignore-bot foo', /"foo" is not a Discord bot[\s\S]*17 to 20 digits[\s\S]*Copy User ID/],
    ['discord', 'oncall #ops', /which channel "ops" is\. Type # and pick it from the list[\s\S]*Copy Channel ID/],
    ['discord', 'oncall <#123456789012345678> @ada', /who "ada" is\. Type @ and pick the person or role/],
    ['discord', 'ignore-bot', /ignore-bot 123456789012345678$/],
    ['slack', 'ignore-bot', /ignore-bot B012345$/],
    ['console', 'ignore-bot some$thing', /That is not an id/],
  ])('%s: %s', (platform, words, refusal) => {
    expect(() => change(platform, words)).toThrow(refusal)
  })
  it('in the language of the asker', () => {
    for (const platform of ['slack', 'discord'])
      for (const words of ['ignore-bot foo', 'oncall #ops', 'oncall C0123 @ada'])
        expect(() => change(platform, words, {}, 'zh')).toThrow(/“\w+”|无法确定/)
  })
})

it('Slack sends /imconfig ids, not only names', () => {
  const text = 'oncall &lt;#C0123|ops&gt; <#C0123|ops> <@U0123|ada>'
  const body = { command: '/imconfig', text, user_id: 'U1', channel_id: 'C1', trigger_id: '1' }
  const identity = { team: 'T1', botUser: 'U', bot: 'B' }
  expect(commandEvent(body, COMMANDS, identity, 0)?.text).toBe('oncall <#C0123|ops> <#C0123|ops> <@U0123|ada>')
  expect(commandEvent({ ...body, command: '/imerr', text: '<@U0123|ada> 1' }, COMMANDS, identity, 0)?.text).toBe(
    '@ada 1',
  )
})

it('/imerr why names the id of the bot that wrote a message', async () => {
  const bot = await startBot()
  const { message } = await bot.say('{"ActionStatus":"FAIL","ErrorCode":70001}', {
    by: { id: 'B0123', name: 'alerts', bot: true },
  })
  await bot.command('imerr', `why https://local.example/support/${message.id}`)
  expect(textOf(bot.replies.at(-1)?.card ?? fail())).toContain('/imconfig ignore-bot B0123')
  const person = await bot.say('{"ActionStatus":"FAIL","ErrorCode":70001}')
  await bot.command('imerr', `why https://local.example/support/${person.message.id}`)
  expect(textOf(bot.replies.at(-1)?.card ?? fail())).not.toContain('ignore-bot')
  await bot.stop()
})

function fail(): never {
  throw new Error('no reply')
}
