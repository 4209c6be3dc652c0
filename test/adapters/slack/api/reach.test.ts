/** What the adapter can reach on Slack, what it may not, and how its errors say so. */
import { afterEach, describe, expect, it } from 'vitest'
import { asObject } from '../../../../adapters/slack/api/payload.ts'
import { pingsOf, readable } from '../../../platforms/slack/block-kit/mrkdwn.ts'
import {
  ALICE,
  ARCHIVED,
  BOB,
  CAROL,
  LOBBY,
  PRIVATE,
  SECRET,
  SUPPORT,
} from '../../../platforms/slack/workspace/model.ts'
import { card, failing, openSlack, stopCleanly, within } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

let harness: SlackHarness
afterEach(() => stopCleanly(harness))
const at = (channel: string) => ({ ...harness.channel, channel })

describe('delivery on Slack', () => {
  it.each([
    [LOBBY, 'forbidden', '/invite @imerr'],
    [SECRET, 'forbidden', '/invite @imerr'],
    [ARCHIVED, 'forbidden', 'archived'],
  ] as const)('tells why nothing can be posted in %s', async (channel, reason, words) => {
    harness = await openSlack()
    const error = await failing(harness.adapter.post(at(channel), card('No')))
    expect(error.reason).toBe(reason)
    expect(error.message).toContain(words)
  })

  it('names a missing scope, and a revoked token', async () => {
    harness = await openSlack()
    for (const token of harness.slack.world.tokens.values()) token.scopes.delete('chat:write')
    expect((await failing(harness.adapter.post(harness.channel, card('No')))).message).toContain('chat:write')
    await harness.slack.revokeToken()
    expect((await failing(harness.adapter.post(harness.channel, card('No')))).message).toMatch(/revoked|no longer/)
    await within(() => expect(harness.adapter.ready()).toBe(false))
  })

  it('whispers in the thread of the message, or directly where the bot is no member', async () => {
    harness = await openSlack()
    const parent = await harness.say('70001')
    await harness.adapter.whisper({ ...harness.channel, thread: parent }, ALICE, card('Here'))
    await harness.adapter.whisper(at(LOBBY), ALICE, card('There'))
    const [here, there] = harness.slack.privately(ALICE)
    expect(here?.ephemeralTo).toBe(ALICE)
    expect(here?.threadTs).toBe(parent)
    expect(there?.ephemeralTo).toBeUndefined()
    expect(there && readable(there)).toContain('There')
  })

  it('pings the given people, in the blocks and in the text', async () => {
    harness = await openSlack()
    const mention = [BOB, 'S0ONCALL', '<!channel>', 'everyone']
    await harness.adapter.post(harness.channel, card('Spike'), { mention })
    const [message] = harness.slack.shown(SUPPORT)
    expect(message && pingsOf(message).sort()).toEqual(['S0ONCALL', BOB].sort())
    expect(message?.text).toContain(`<@${BOB}>`)
  })

  it('posts in the thread of one of its own messages', async () => {
    harness = await openSlack()
    const spike = await harness.adapter.post(harness.channel, card('Spike'))
    const update = await harness.adapter.post(harness.channel, card('Still'), { inThreadOf: spike })
    await harness.adapter.post(harness.channel, card('Over'), { inThreadOf: update })
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([undefined, spike.id, spike.id])
  })

  it('links to messages, and reads links only for people who may read the message', async () => {
    harness = await openSlack()
    const { adapter, slack, channel } = harness
    const open = slack.say('ErrorCode 70001')
    const hidden = slack.say('ErrorCode 70003', { channel: PRIVATE })
    const reply = slack.say('ErrorCode 70005', { threadOf: open.ts })
    const message = { conversation: channel, id: open.ts }
    expect(await adapter.permalink(message)).toBe(slack.permalink(SUPPORT, open.ts))
    const link = slack.permalink(SUPPORT, open.ts)
    const by = { id: ALICE, name: '', bot: false }
    expect(await adapter.resolveLink(link, at(LOBBY), by)).toMatchObject({ text: 'ErrorCode 70001', message })
    expect(await adapter.resolveLink(slack.permalink(SUPPORT, reply.ts), channel, by)).toMatchObject({
      text: 'ErrorCode 70005',
      author: { id: ALICE },
    })
    const secret = slack.permalink(PRIVATE, hidden.ts)
    expect(await adapter.resolveLink(secret, channel, by)).toBeUndefined()
    expect(await adapter.resolveLink(secret, at(PRIVATE), by)).toMatchObject({ text: 'ErrorCode 70003' })
    expect(
      await adapter.resolveLink('https://example.com/archives/C0SUPPORT/p1700000000000100', channel, by),
    ).toBeUndefined()
    // A guest sees only the channels they were added to.
    const guest = { id: CAROL, name: 'carol', bot: false }
    slack.world.answers.set('users.info', ({ user }) => ({ user: { ...asObject(user), is_restricted: true } }))
    expect(await adapter.resolveLink(link, at(LOBBY), guest)).toBeUndefined()
    expect(await adapter.resolveLink(link, channel, guest)).toMatchObject({ message })
  })

  it('knows admins, creators and names, and denies when Slack does not tell', async () => {
    harness = await openSlack()
    const { adapter, channel } = harness
    const person = (id: string) => ({ id, name: id, bot: false })
    expect(await adapter.rights(person(BOB), channel)).toEqual({ admin: true, moderator: true, colleague: true })
    expect(await adapter.rights(person(CAROL), channel)).toEqual({ admin: true, moderator: true, colleague: true })
    expect(await adapter.rights(person(ALICE), channel)).toEqual({ admin: false, moderator: false, colleague: true })
    const unseen = { ...channel, channel: 'C0UNSEEN' }
    expect(await adapter.rights(person(CAROL), unseen)).toEqual({ admin: false, moderator: false, colleague: true })
    await expect(adapter.rights(person('U0NOBODY'), channel)).rejects.toThrow()
    expect(await adapter.channelName(channel)).toBe('support')
  })
})
