/** No message is lost or doubled, whatever fails on the way to Slack. */
import { afterEach, describe, expect, it } from 'vitest'
import { readable } from '../../../platforms/slack/block-kit/mrkdwn.ts'
import { ALICE, asList, PRIVATE, SUPPORT } from '../../../platforms/slack/workspace/model.ts'
import { arrived, card, failing, openSlack, stopCleanly, within } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

let harness: SlackHarness
afterEach(() => stopCleanly(harness))
const at = (channel: string) => ({ ...harness.channel, channel })

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

  it('opens a form at once while posts wait out a rate limit', async () => {
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

  it('posts once in a thread although the response is lost and lookups fail', async () => {
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

  it('loses and doubles nothing in a storm of rate limits, errors and lost responses', async () => {
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

  it('posts under the same key again after the first message was removed', async () => {
    harness = await openSlack()
    const first = await harness.adapter.post(harness.channel, card('One'), { key: 'k' })
    await harness.adapter.remove(first)
    const second = await harness.adapter.post(harness.channel, card('Two'), { key: 'k' })
    expect(second.id).not.toBe(first.id)
    expect((await harness.shown()).length).toBe(1)
  })

  it('does not post again when it cannot find out whether the first post arrived', async () => {
    harness = await openSlack(({ world }) => {
      world.subscriptions.delete('message.channels')
      for (const token of world.tokens.values()) token.scopes.delete('channels:history')
    })
    harness.failNext('cut', 1)
    const error = await failing(harness.adapter.post(harness.channel, card('Once')))
    expect(error.message).toContain('channels:history')
    expect((await harness.shown()).length).toBe(1)
  })

  it('recognises by its echo a post that cannot be looked up', async () => {
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

  it('does not mistake an older message with the same text for a lost one', async () => {
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

  it("waits out a rate limit without Retry-After, and a proxy's page", async () => {
    harness = await openSlack()
    harness.slack.failNext('bare-limit', 2)
    harness.slack.failNext('page', 1)
    await harness.adapter.post(harness.channel, card('Once'))
    expect((await harness.shown()).length).toBe(1)
  }, 30_000)

  it('shortens what Slack finds too long, down to the text alone', async () => {
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
})
