/** Nothing lost, nothing doubled, and what Slack refuses told in words an admin can act on. */
import { afterEach, describe, expect, it } from 'vitest'
import { asJson } from '../../adapters/slack/json.ts'
import { DeliveryError } from '../../src/chat/adapter.ts'
import type { SlackHarness } from '../support/slack/harness.ts'
import { pingsOf, readable } from '../support/slack/mrkdwn.ts'
import { ALICE, ARCHIVED, asList, BOB, CAROL, LOBBY, PRIVATE, SECRET, SUPPORT } from '../support/slack/shapes.ts'
import { arrived, card, openSlack, within } from '../support/slack-adapter.ts'

let harness: SlackHarness
afterEach(async () => {
  const problems = harness.problems()
  await harness.stop()
  expect(problems).toEqual([])
})
const at = (channel: string) => ({ ...harness.channel, channel })
const failing = async (work: Promise<unknown>): Promise<DeliveryError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DeliveryError)
  return error as DeliveryError
}

describe('delivery on Slack', () => {
  it('keeps to one message a second in a channel, in order, and does not hold up other channels', async () => {
    harness = await openSlack(({ world }) => {
      world.onePerSecond = true
    })
    const titles = ['One', 'Two', 'Three']
    await Promise.all([
      ...titles.map((title) => harness.adapter.post(harness.channel, card(title))),
      harness.adapter.post(at(PRIVATE), card('Elsewhere')),
    ])
    expect((await harness.shown()).map(({ text }) => titles.find((title) => text.includes(title)))).toEqual(titles)
    expect(harness.slack.callsOf('chat.postMessage').filter((call) => call.status === 429)).toEqual([])
  })

  it('opens a form at once while posts wait out a limit', async () => {
    harness = await openSlack()
    harness.failNext('rate-limit', 3)
    const posted = harness.adapter.post(harness.channel, card('Slow'))
    await within(() => expect(harness.slack.callsOf('chat.postMessage').length).toBeGreaterThan(0))
    await harness.slack.globalShortcut('paste_log')
    await within(() => expect(harness.slack.viewsOf(ALICE).length).toBe(1))
    expect(harness.slack.shown(SUPPORT)).toEqual([])
    await posted
    expect(harness.slack.shown(SUPPORT).length).toBe(1)
  })

  it('posts once in a thread when the answer is lost, again and again', async () => {
    harness = await openSlack()
    const parent = await harness.say('70001')
    const { event } = await arrived(harness, 'message')
    harness.failNext('cut', 1)
    harness.failNext('unavailable', 2)
    const place = event.replyIn ?? event.conversation
    await harness.adapter.post(place, card('Once'), { replyTo: event.message, key: 'annotation 1' })
    await harness.adapter.post(place, card('Once'), { replyTo: event.message, key: 'annotation 1' })
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([parent])
  })

  it('loses and doubles nothing in a storm of limits, faults and lost answers', async () => {
    harness = await openSlack()
    const { adapter, channel, slack } = harness
    const looking = ['conversations.history', 'conversations.replies']
    slack.failNext('cut', 1)
    slack.failNext('unavailable', 2, looking)
    slack.failNext('rate-limit', 2)
    slack.failNext('unavailable', 3)
    const titles = ['First', 'Second', 'Third']
    const places = [channel, at(PRIVATE)]
    await Promise.all(places.flatMap((place) => titles.map((title) => adapter.post(place, card(title)))))
    for (const { channel: id } of places) {
      const shown = slack.shown(id).map(readable)
      expect(shown.map((text) => titles.find((title) => text.includes(title)))).toEqual(titles)
    }
  }, 60_000)

  it('posts under the same key again when the first message was removed', async () => {
    harness = await openSlack()
    const first = await harness.adapter.post(harness.channel, card('One'), { key: 'k' })
    await harness.adapter.remove(first)
    const second = await harness.adapter.post(harness.channel, card('Two'), { key: 'k' })
    expect(second.id).not.toBe(first.id)
    expect((await harness.shown()).length).toBe(1)
  })

  it('does not post again when nobody can tell whether it was posted', async () => {
    harness = await openSlack(({ world }) => {
      world.subscriptions.delete('message.channels')
      for (const token of world.tokens.values()) token.scopes.delete('channels:history')
    })
    harness.failNext('cut', 1)
    const error = await failing(harness.adapter.post(harness.channel, card('Once')))
    expect(error.message).toContain('channels:history')
    expect((await harness.shown()).length).toBe(1)
  })

  it('knows a lost post where it cannot be looked up, because Slack tells of every message', async () => {
    harness = await openSlack(({ world }) => {
      for (const token of world.tokens.values()) token.scopes.delete('channels:history')
    })
    await harness.adapter.post(harness.channel, card('First'))
    harness.failNext('cut', 1)
    await harness.adapter.post(harness.channel, card('Arrived'))
    harness.slack.failNext('dropped', 1)
    await harness.adapter.post(harness.channel, card('Dropped'))
    const shown = (await harness.shown()).map(({ text }) => text)
    expect(shown.map((text) => ['First', 'Arrived', 'Dropped'].filter((title) => text.includes(title)))).toEqual([
      ['First'],
      ['Arrived'],
      ['Dropped'],
    ])
  }, 30_000)

  it('does not take an older message in the same words for one that was lost', async () => {
    harness = await openSlack(({ world }) => {
      for (const method of ['conversations.history', 'conversations.replies'])
        world.answers.set(method, (answer) => ({
          ...answer,
          messages: asList(answer.messages).map(({ metadata: _, ...message }) => message),
        }))
    })
    await harness.adapter.post(harness.channel, card('Same'))
    harness.slack.failNext('dropped', 1)
    await harness.adapter.post(harness.channel, card('Same'))
    expect((await harness.shown()).length).toBe(2)
  }, 30_000)

  it('waits out a limit that says no time, and the page of a proxy', async () => {
    harness = await openSlack()
    harness.slack.failNext('bare-limit', 2)
    harness.slack.failNext('page', 1)
    await harness.adapter.post(harness.channel, card('Once'))
    expect((await harness.shown()).length).toBe(1)
  }, 30_000)

  it('posts shorter, and in words at last, what Slack finds too long', async () => {
    harness = await openSlack()
    harness.slack.refuseNext('msg_blocks_too_long', ['chat.postMessage'], 2)
    const posted = await harness.adapter.post(harness.channel, card('Long'))
    const [, , last] = harness.slack.callsOf('chat.postMessage')
    expect(last?.args.blocks).toBeUndefined()
    expect((await harness.shown())[0]?.text).toContain('Body of Long')
    harness.slack.refuseNext('invalid_blocks', ['chat.update'], 1)
    await harness.adapter.edit(posted, card('Changed'))
    expect((await harness.shown())[0]?.text).toContain('Body of Changed')
  })

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

  it('names a missing scope, and a token that is gone', async () => {
    harness = await openSlack()
    for (const token of harness.slack.world.tokens.values()) token.scopes.delete('chat:write')
    expect((await failing(harness.adapter.post(harness.channel, card('No')))).message).toContain('chat:write')
    await harness.slack.revokeToken()
    expect((await failing(harness.adapter.post(harness.channel, card('No')))).message).toMatch(/revoked|no longer/)
    await within(() => expect(harness.adapter.ready()).toBe(false))
  })

  it('whispers in the thread of the message, and directly where the bot is no member', async () => {
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

  it('pings whom on-call names, in the message and in its text', async () => {
    harness = await openSlack()
    const mention = [BOB, 'S0ONCALL', '<!channel>', 'everyone']
    await harness.adapter.post(harness.channel, card('Spike'), { mention })
    const [message] = harness.slack.shown(SUPPORT)
    expect(message && pingsOf(message).sort()).toEqual(['S0ONCALL', BOB].sort())
    expect(message?.text).toContain(`<@${BOB}>`)
  })

  it('stands in the thread of one of its own messages', async () => {
    harness = await openSlack()
    const spike = await harness.adapter.post(harness.channel, card('Spike'))
    const update = await harness.adapter.post(harness.channel, card('Still'), { inThreadOf: spike })
    await harness.adapter.post(harness.channel, card('Over'), { inThreadOf: update })
    expect((await harness.shown()).map(({ replyTo }) => replyTo)).toEqual([undefined, spike.id, spike.id])
  })

  it('links to messages, and reads behind links only what the asker may read', async () => {
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
    // A guest sees only the channels that somebody let the guest into.
    const guest = { id: CAROL, name: 'carol', bot: false }
    slack.world.answers.set('users.info', ({ user }) => ({ user: { ...asJson(user), is_restricted: true } }))
    expect(await adapter.resolveLink(link, at(LOBBY), guest)).toBeUndefined()
    expect(await adapter.resolveLink(link, channel, guest)).toMatchObject({ message })
  })

  it('knows admins, creators and names, and denies when Slack does not tell', async () => {
    harness = await openSlack()
    const { adapter, channel } = harness
    const person = (id: string) => ({ id, name: id, bot: false })
    expect(await adapter.rights(person(BOB), channel)).toEqual({ admin: true, moderator: true })
    expect(await adapter.rights(person(CAROL), channel)).toEqual({ admin: true, moderator: true })
    expect(await adapter.rights(person(ALICE), channel)).toEqual({ admin: false, moderator: false })
    await expect(adapter.rights(person('U0NOBODY'), channel)).rejects.toThrow()
    expect(await adapter.channelName(channel)).toBe('support')
  })
})
