/** `npm start` with nothing but a Slack's tokens and address: what a workspace sees, over both transports. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shownOf } from '../adapters/slack/harness.ts'
import { createLocalSlack, type LocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE, SUPPORT } from '../platforms/slack/workspace/model.ts'
import { FAILS } from '../support/failing-messages.ts'
import {
  eventually,
  freePort,
  messagesDone,
  quietly,
  type ServiceProcess,
  startService,
} from '../support/processes/service-process.ts'

const USERSIG = `eJwtzM0KgkAUhuF7mXXI-OiMCC0KDNKVJkK7sTmj4Eg6ak509xVuz-e9H5Lm9oMpNKUBTwmx5bM6MF3SCJp${'Q7'.repeat(40)}__`

let slack: LocalSlack
let service: ServiceProcess | undefined
beforeEach(async () => {
  slack = await createLocalSlack()
})
afterEach(async () => {
  const printed = service?.printed() ?? ''
  await service?.kill()
  service = undefined
  const problems = [...slack.problems]
  await slack.stop()
  expect(problems).toEqual([])
  for (const secret of [slack.botToken, slack.appToken, slack.signingSecret, USERSIG])
    expect(printed).not.toContain(secret)
})

const replies = () =>
  slack
    .shown(SUPPORT)
    .filter((message) => message.threadTs !== undefined)
    .map(shownOf)
const whispers = () => slack.privately(ALICE).map(shownOf)

const TRANSPORTS = {
  async 'Socket Mode'(more: Record<string, string> = {}) {
    const { apiUrl, botToken, appToken } = slack
    service = startService({ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, ...more })
    await service.ready()
  },
  async HTTP(more: Record<string, string> = {}) {
    const { apiUrl, botToken, signingSecret } = slack
    const port = await freePort()
    const address = { SLACK_API_URL: apiUrl, PORT: String(port) }
    service = startService({ ...address, SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, ...more })
    await service.ready()
    slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
  },
} as const

describe.each(Object.entries(TRANSPORTS))('over %s', (_name, connect) => {
  it('answers privately, annotates quietly, follows edits and deletions, warns about a secret, stops cleanly', async () => {
    await connect()
    await slack.command('/imerr', '10010')
    const [answer] = await eventually(() => {
      expect(whispers()).toHaveLength(1)
      return whispers()
    })
    expect(answer?.text).toMatch(/10010 · Group not found/)
    expect(answer?.text).toContain('What to do')
    expect(replies()).toEqual([])

    slack.say('the server listens on port 10010, pid 70001')
    const said = slack.say(`login is broken since noon ${FAILS}`)
    const [reply] = await eventually(() => {
      expect(replies()).toHaveLength(1)
      return replies()
    })
    expect(reply).toMatchObject({ replyTo: said.ts, pinged: [] })
    expect(reply?.text).toContain('70001 · UserSig expired')
    expect(reply?.buttons.map(({ label }) => label)).toEqual(['Details', 'Not helpful', 'Dismiss'])

    slack.edit(SUPPORT, said.ts, FAILS.replace('70001', '10010'))
    await eventually(() =>
      expect(replies().map(({ text }) => text.includes('10010 · Group not found'))).toEqual([true]),
    )
    slack.edit(SUPPORT, said.ts, 'solved, thanks')
    await eventually(() => expect(replies()).toEqual([]))

    slack.say(`my sig is ${USERSIG}`)
    await eventually(() => expect(whispers().at(-1)?.text).toMatch(/UserSig/))
    await quietly()
    expect(JSON.stringify(slack.world.messages.filter(({ user }) => user !== ALICE))).not.toContain(USERSIG)
    expect(replies()).toEqual([])
    expect(await service?.stop()).toBe(0)
  }, 60_000)
})

describe('over Socket Mode', () => {
  it('nothing is lost or doubled through redelivery, lost connections, 429s and a minute of 5xx', async () => {
    await TRANSPORTS['Socket Mode']()
    slack.failNext('unavailable', 3)
    slack.say(FAILS)
    await eventually(() => expect(replies()).toHaveLength(1))
    await slack.delivery.again({ newId: true })
    await slack.delivery.again({ attempt: 2 })
    slack.failNext('rate-limit', 2)
    slack.say(FAILS.replace('70001', '10010'))
    await eventually(() => expect(replies()).toHaveLength(2))
    slack.failNext('cut', 1)
    slack.say(FAILS.replace('70001', '20009'))
    await eventually(() => expect(replies()).toHaveLength(3))
    await quietly()
    expect(replies()).toHaveLength(3)
  }, 90_000)

  it('goes on after Slack asked it to reconnect, and after a crash: a button of before still works', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imerr-on-slack-'))
    const memory = { IMERR_DB_FILE: join(folder, 'imerr.db') }
    await TRANSPORTS['Socket Mode'](memory)
    const said = slack.say(FAILS)
    await eventually(() => expect(replies()).toHaveLength(1))
    slack.sockets.disconnect('refresh_requested')
    slack.say(FAILS.replace('70001', '10010'))
    await eventually(() => expect(replies()).toHaveLength(2))
    await messagesDone(service, 2)
    await service?.kill()
    await TRANSPORTS['Socket Mode'](memory)
    const message = slack.world.find(SUPPORT, replies()[0]?.id ?? '')
    if (!message) throw new Error('the reply is gone')
    await slack.press(message, (element) => String(element.action_id).startsWith('annotate.details'))
    await eventually(() => expect(whispers().at(-1)?.text).toContain('70001 · UserSig expired'))
    slack.erase(SUPPORT, said.ts)
    await eventually(() => expect(replies()).toHaveLength(1))
    rmSync(folder, { recursive: true, force: true })
  }, 90_000)

  it('a token that Slack refuses ends it with what to click, and exit 2', async () => {
    const { apiUrl, appToken } = slack
    service = startService({ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: 'xoxb-not-a-token', SLACK_APP_TOKEN: appToken })
    expect(await service.ended()).toBe(2)
    expect(service.printed()).toMatch(/OAuth & Permissions/)
    expect(service.printed()).not.toContain('xoxb-not-a-token')
  }, 60_000)
})
