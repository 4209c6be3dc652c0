/** Who may write on everybody's cards, silence a code and change an incident; and who is told why not. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Rights } from '../../../src/chat/adapter.ts'
import type { CommandEvent } from '../../../src/chat/event.ts'
import { ALICE, channelOf, textOf } from '../../platforms/memory/local-platform.ts'
import { never } from '../../support/never.ts'
import { buttonOf, MINUTE, ONCALL, openStageWithBot, SCOPE, type Stage } from '../triage/stage.ts'

const PHISHING = 'note 10010 Verify your wallet at https://evil.example/phish first'
const NOBODY: Rights = { admin: false, moderator: false }

let stage: Stage
beforeEach(async () => {
  stage = await openStageWithBot()
  stage.rights = () => NOBODY
})

const lastReply = () => stage.replies.at(-1) ?? never()
async function ask(words: string, more: Partial<CommandEvent> = {}) {
  await stage.command('imtriage', words, { by: ALICE, conversation: channelOf('support'), ...more })
  return textOf(lastReply().card)
}
const notes = () => stage.storage.runbook.history(SCOPE, '10010', 5)
const mutes = () => stage.storage.mutes.active(SCOPE, stage.clock.now)

describe('a member of the community', () => {
  it('writes no note and takes none back; is told privately, kindly, who may and where', async () => {
    expect(await ask(PHISHING)).toMatch(/only moderators, admins and on-call.*on-call channel.*Thank you/s)
    expect(lastReply().visibility).toBe('private')
    expect(await notes()).toEqual([])
    await ask('note 10010 Ask the shop team.', { conversation: ONCALL })
    expect(await ask('note 10010 remove')).toContain('only moderators')
    expect(await notes()).toHaveLength(1)
    expect(await ask(PHISHING, { locale: 'zh-CN' })).toMatch(/只有版主、管理员和值班人员.*值班频道/s)
  })
  it('neither mutes nor ends a mute', async () => {
    expect(await ask('mute 70001 2h')).toContain('only moderators, admins and on-call')
    expect(await mutes()).toEqual([])
    await ask('mute 70001 2h', { conversation: ONCALL })
    expect(await ask('mute 70001 off')).toContain('only moderators, admins and on-call')
    expect(await mutes()).toHaveLength(1)
  })
  it('reads everything', async () => {
    await ask('note 10010 Ask the shop team.', { conversation: ONCALL })
    expect(await ask('note 10010')).toContain('Ask the shop team.')
    for (const words of ['top', 'incidents', 'timeline 70001', 'handover', 'ticket 70001'])
      expect(await ask(words)).not.toContain('only moderators')
  })
  it('is told to ask for an on-call channel where there is none', async () => {
    const elsewhere = { ...channelOf('support'), workspace: 'strangers' }
    expect(await ask(PHISHING, { conversation: elsewhere })).toContain('/imconfig oncall')
    // The on-call channel of another team is nothing here.
    expect(await ask(PHISHING, { conversation: { ...ONCALL, workspace: 'strangers' } })).toContain('only moderators')
    expect(await notes()).toEqual([])
  })
  it('is denied when the platform does not tell', async () => {
    stage.rights = () => {
      throw new Error('no answer')
    }
    expect(await ask(PHISHING)).toContain('only moderators')
  })
})

it.each<[string, Rights, Partial<CommandEvent>]>([
  ['an admin', { admin: true, moderator: false }, {}],
  ['a moderator', { admin: false, moderator: true }, {}],
  ['a colleague', { ...NOBODY, colleague: true }, {}],
  ['whoever asks in the on-call channel', NOBODY, { conversation: ONCALL }],
  ['whoever asks in a thread of the on-call channel', NOBODY, { conversation: { ...ONCALL, thread: 't1' } }],
])('%s writes notes and mutes', async (_who, rights, more) => {
  stage.rights = () => rights
  expect(await ask('note 10010 Ask the shop team.', more)).toContain('Noted.')
  expect(await ask('mute 70001 2h', more)).toContain('70001 is muted')
  expect(await ask('mute 70001 off', more)).toContain('70001 is not muted any more')
  expect(await ask('note 10010 remove', more)).toContain('taken back')
})

describe('the buttons of an incident', () => {
  it('are for everybody who sees them in the on-call channel, and do nothing elsewhere', async () => {
    const id = await stage.spike()
    await ask(`incident ${id}`)
    const resolve = buttonOf(lastReply().card, 'Resolve')
    await stage.press(undefined, resolve.id, resolve.value, ALICE)
    expect(textOf(lastReply().card)).toContain('Only people in the on-call channel')
    await stage.click('Acknowledge', ALICE)
    expect(await stage.incidents()).toMatchObject([{ state: 'acknowledged', owner: { id: 'alice' } }])
  })
  it('are for the team where the incident was told to no channel', async () => {
    await stage.storage.settings.set(channelOf('support'), {}, { by: ALICE, at: stage.clock.now }, 1)
    await stage.crowd('70001', 9)
    await stage.pass(MINUTE)
    const [incident] = await stage.incidents()
    await ask(`incident ${incident?.id}`)
    const resolve = buttonOf(lastReply().card, 'Resolve')
    await stage.press(undefined, resolve.id, resolve.value, ALICE)
    expect(textOf(lastReply().card)).toContain('Only moderators, admins and on-call change an incident.')
    stage.rights = () => ({ ...NOBODY, colleague: true })
    await stage.press(undefined, resolve.id, resolve.value, ALICE)
    expect(await stage.incidents()).toMatchObject([{ state: 'resolved' }])
  })
})
