/** What the features need of a real platform: the bot on a local Slack. */
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asObject } from '../../adapters/slack/api/payload.ts'
import { within } from '../adapters/slack/connected.ts'
import { shownOf } from '../adapters/slack/harness.ts'
import type { LocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE, type Json } from '../platforms/slack/workspace/model.ts'
import { openBotOnSlack } from '../support/bot-on-slack.ts'

let stage: Awaited<ReturnType<typeof openBotOnSlack>>
let slack: LocalSlack
beforeEach(async () => {
  stage = await openBotOnSlack()
  slack = stage.slack
})
afterEach(() => stage.stop())

const answers = (person: string) => slack.privately(person).map((message) => shownOf(message).text)
const lastAnswer = async (person: string, count = 1) => {
  await within(() => expect(answers(person)).toHaveLength(count))
  return answers(person).at(-1) ?? ''
}

describe('a note on Slack', () => {
  it('is written by every colleague', async () => {
    await slack.command('/imtriage', 'note 10010 Ask the shop team.', { person: ALICE })
    expect(await lastAnswer(ALICE)).toContain('Noted.')
  })
  it.each<[string, Json]>([
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }],
    ['somebody of another organisation', { team_id: 'T0ELSEWHERE' }],
    ['a stranger of a shared channel', { is_stranger: true }],
  ])('is not written by %s', async (_who, more) => {
    slack.world.answers.set('users.info', ({ user }) => ({ user: { ...asObject(user), ...more } }))
    await slack.command('/imtriage', 'note 10010 Ask the shop team.', { person: ALICE })
    expect(await lastAnswer(ALICE)).toContain('only moderators, admins and on-call')
    const scope = { platform: 'slack', workspace: slack.world.team }
    expect(await stage.storage.runbook.history(scope, '10010', 1)).toEqual([])
  })
})

describe('"Explain error codes" on Slack', () => {
  const LINE = 'E/TIM: login failed, ErrorCode: 70001, desc: expired\n'
  const explained = async (files: readonly { readonly name: string; readonly content: Buffer }[]) => {
    const on = slack.say('it is broken', { files })
    await slack.messageShortcut('explain_codes', on, ALICE)
    return lastAnswer(ALICE)
  }
  it('reads the files of the message, also packed ones', async () => {
    const shown = await explained([{ name: 'app.log.gz', content: gzipSync(LINE) }])
    expect(shown).toMatch(/app\.log\.gz: 1 code[\s\S]*70001 · UserSig expired/)
  })
  it('says what it did not read, and why', async () => {
    const shown = await explained([{ name: 'screen.png', content: Buffer.alloc(8) }])
    expect(shown).toContain('No Tencent Chat error code found')
    expect(shown).toContain('Not read: screen.png (no text or log).')
  })
})
