/** Starting with wrong tokens, and staying connected over Socket Mode. */
import { afterEach, describe, expect, it } from 'vitest'
import { SlackSetupError } from '../../../../adapters/slack/api/error-words.ts'
import { createSlackAdapter, type SlackOptions } from '../../../../adapters/slack/slack.ts'
import type { Sink } from '../../../../src/chat/adapter.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { SUPPORT, TEAM } from '../../../platforms/slack/workspace/model.ts'
import { arrived, card, openSlack, settle, socketOptions, stopCleanly, within } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

const sink: Sink = { suggest: () => [], home: async () => card('Home'), handle: async () => true }

describe('a start that Slack refuses', () => {
  let slack: LocalSlack
  afterEach(() => slack.stop())

  async function refusal(change: (options: SlackOptions) => SlackOptions): Promise<string> {
    const logged: string[] = []
    const note = (fields: object, message: string) => void logged.push(`${JSON.stringify(fields)} ${message}`)
    const options = change({ ...socketOptions(slack), log: { info: note, warn: note, error: note } })
    const adapter = createSlackAdapter(options)
    const error = await adapter.start(sink, COMMANDS).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(adapter.ready()).toBe(false)
    await adapter.stop()
    expect(error).toBeInstanceOf(SlackSetupError)
    const { message } = error as SlackSetupError
    for (const token of [options.botToken, options.appToken])
      if (token) expect(message + logged.join()).not.toContain(token)
    return message
  }

  it('names the bot token that is wrong, revoked or of another kind, and what to click', async () => {
    slack = await createLocalSlack()
    const wrong = await refusal((options) => ({ ...options, botToken: 'xoxb-mistyped-token' }))
    expect(wrong).toMatch(/SLACK_BOT_TOKEN: .*invalid_auth.*OAuth & Permissions/)
    const kind = await refusal((options) => ({ ...options, botToken: slack.appToken }))
    expect(kind).toMatch(/SLACK_BOT_TOKEN: .*xoxb/)
    const person = slack.world.addToken('user', 'xoxp-person-token', ['chat:write'])
    expect(await refusal((options) => ({ ...options, botToken: person.value }))).toContain('another kind of token')
  })

  it('names the app token that is wrong or lacks its scope', async () => {
    slack = await createLocalSlack()
    const wrong = await refusal((options) => ({ ...options, appToken: 'xapp-mistyped-token' }))
    expect(wrong).toMatch(/SLACK_APP_TOKEN: .*connections:write/)
    const poor = slack.world.addToken('app', 'xapp-poor-token', [])
    const missing = await refusal((options) => ({ ...options, appToken: poor.value }))
    expect(missing).toMatch(/SLACK_APP_TOKEN: the scope connections:write is missing/)
  })

  it('names the scope without which nothing works', async () => {
    slack = await createLocalSlack()
    const poor = slack.world.addToken('bot', 'xoxb-poor-token', ['commands'])
    expect(await refusal((options) => ({ ...options, botToken: poor.value }))).toContain('chat:write')
  })

  it('waits out an outage of Slack, and stops waiting at stop()', async () => {
    slack = await createLocalSlack()
    slack.failNext('unavailable', 1, ['auth.test', 'apps.connections.open'])
    slack.failNext('page', 1, ['auth.test', 'apps.connections.open'])
    slack.failNext('bare-limit', 1, ['auth.test', 'apps.connections.open'])
    const adapter = createSlackAdapter(socketOptions(slack))
    await adapter.start(sink, COMMANDS)
    expect(adapter.ready()).toBe(true)
    await adapter.stop()
    slack.failNext('unavailable', 100, ['auth.test'])
    const waiting = createSlackAdapter(socketOptions(slack))
    const started = waiting.start(sink, COMMANDS).catch((error: unknown) => error)
    await within(() => expect(slack.callsOf('auth.test').length).toBeGreaterThan(4))
    await waiting.stop()
    expect(await started).toBeInstanceOf(SlackSetupError)
  }, 30_000)

  it('says when the port is taken', async () => {
    slack = await createLocalSlack()
    const { appToken: _, ...http } = { ...socketOptions(slack), signingSecret: slack.signingSecret }
    const first = createSlackAdapter(http)
    await first.start(sink, COMMANDS)
    const port = first.address()?.port ?? 0
    expect(await refusal(() => ({ ...http, port }))).toContain('PORT')
    await first.stop()
  })
})

describe('staying connected', () => {
  let harness: SlackHarness
  afterEach(() => stopCleanly(harness))

  it.each(['warning', 'refresh_requested', 'link_disabled'] as const)('reconnects after %s', async (reason) => {
    harness = await openSlack()
    harness.slack.sockets.disconnect(reason)
    await within(() => expect(harness.slack.callsOf('apps.connections.open').length).toBe(2))
    await within(() => expect(harness.adapter.ready()).toBe(true))
    await harness.say('70001')
    await arrived(harness, 'message')
  })

  it('reconnects after a drop, through refusals and errors, and gets the events missed meanwhile', async () => {
    harness = await openSlack()
    const { slack, adapter } = harness
    slack.failNext('unavailable', 2, ['apps.connections.open'])
    slack.refuseNext('internal_error', ['apps.connections.open'])
    slack.refuseNext('invalid_auth', ['apps.connections.open'])
    slack.sockets.cut()
    await within(() => expect(adapter.ready()).toBe(false))
    await harness.say('ErrorCode 70001')
    const { event } = await arrived(harness, 'message')
    expect(event.text).toContain('70001')
    expect(adapter.ready()).toBe(true)
    expect(slack.sockets.connections()).toBe(1)
  })

  it('gives a redelivered event the same id, with or without retry count, and posts after stop()', async () => {
    harness = await openSlack()
    await harness.say('70001')
    const { event } = await arrived(harness, 'message')
    await harness.slack.delivery.again({ attempt: 0 })
    expect((await arrived(harness, 'message', 1)).event.id).toBe(event.id)
    await harness.slack.delivery.again({ newId: true })
    const late = await arrived(harness, 'message', 2)
    expect(late.event.message).toEqual(event.message)
    await harness.adapter.stop()
    // Events received before the stop are still answered.
    await harness.adapter.post({ platform: 'slack', workspace: TEAM, channel: SUPPORT }, card('Late'))
    expect((await harness.shown()).length).toBe(1)
    await settle()
  })

  it('survives frames that are no envelopes', async () => {
    harness = await openSlack()
    for (const frame of ['null', '5', 'no JSON', '{"type":"events_api"}']) harness.slack.sockets.frame(frame)
    await harness.say('70001')
    await arrived(harness, 'message')
  })

  it('stops only when in-flight work is done', async () => {
    harness = await openSlack()
    let done = false
    harness.onNext(async () => {
      await settle()
      done = true
    })
    await harness.command('imerr', '10010')
    await arrived(harness, 'command')
    await harness.adapter.stop()
    expect(done).toBe(true)
  })
})
