import { expect, it } from 'vitest'
import { callsInText } from '../../../src/features/sightings/calls-in-text.ts'
import { ALICE as SIG } from '../../core/usersig/signatures.ts'
import { channelOf } from '../../platforms/memory/local-platform.ts'
import { startBot } from '../../support/bot.ts'
import { knowledge } from '../../support/knowledge.ts'

const calls = (text: string) => Object.fromEntries(callsInText(text, knowledge.detect(text)))

it.each([
  ['sendMessage failed, code: 6206', { 6206: 'sendMessage' }],
  [
    'POST https://console.tim.qq.com/v4/openim/sendmsg?sdkappid=1400000001\n{"ActionStatus":"FAIL","ErrorCode":70001,"ErrorInfo":"x"}',
    { 70001: 'openim/sendmsg' },
  ],
  ['we get ErrorCode 70001 from the chat, UserSig expired', {}],
  [
    'https://console.tim.qq.com/v4/openim/sendmsg and https://console.tim.qq.com/v4/openim/querystate\n{"ErrorCode":70001,"ActionStatus":"FAIL"}',
    {},
  ],
  [`${SIG}, ErrorCode: 70001`, {}],
])('%j', (text, expected) => {
  expect(calls(text)).toEqual(expected)
})

it('what a message names stands on the ticket', async () => {
  const bot = await startBot()
  await bot.say('sendMessage failed, code: 70001, desc: UserSig expired', { conversation: channelOf('help') })
  await bot.command('imtriage', 'ticket 70001')
  const draft = bot.replies.at(-1)?.card.blocks.find((block) => block.kind === 'code')
  expect(draft?.kind === 'code' ? draft.text : '').toContain('API: sendMessage\n')
  await bot.stop()
})
