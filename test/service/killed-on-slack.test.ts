/** A process that is killed loses no message that it had taken, and answers none twice, over both transports. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalSlack, type LocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE, BOT_USER, SUPPORT } from '../platforms/slack/workspace/model.ts'
import { FAILS } from '../support/failing-messages.ts'
import {
  eventually,
  freePort,
  quietly,
  type ServiceProcess,
  startService,
} from '../support/processes/service-process.ts'

let slack: LocalSlack
let folder: string
let service: ServiceProcess | undefined
beforeEach(async () => {
  slack = await createLocalSlack()
  folder = mkdtempSync(join(tmpdir(), 'imerr-killed-'))
})
afterEach(async () => {
  await service?.kill()
  service = undefined
  const problems = [...slack.problems]
  await slack.stop()
  rmSync(folder, { recursive: true, force: true })
  // The one thing that a dead process cannot do any more.
  for (const problem of problems) expect(problem).toContain('was not acknowledged')
})

/** Begins as often as it is killed, with the same memory. */
async function begin(more: Record<string, string>): Promise<void> {
  const { apiUrl, botToken } = slack
  const memory = { IMERR_DB_FILE: join(folder, 'imerr.db') }
  service = startService({ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, ...memory, ...more })
  await service.ready()
}

const TRANSPORTS = {
  'Socket Mode': () => begin({ SLACK_APP_TOKEN: slack.appToken }),
  async HTTP() {
    const port = await freePort()
    await begin({ SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) })
    slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
  },
} as const

const written = () => slack.world.messages.filter(({ user }) => user === BOT_USER)
const triesToPost = () => slack.callsOf('chat.postMessage').length

describe.each(Object.entries(TRANSPORTS))('killed over %s', (_name, connect) => {
  it('before it posted, and once more while it waited for the claim of the dead: the message is answered once', async () => {
    await connect()
    slack.failNext('unavailable', 100)
    slack.say(FAILS)
    await eventually(() => expect(triesToPost()).toBeGreaterThan(0))
    await service?.kill()
    slack.heal()

    await connect()
    const { acked } = await slack.delivery.again()
    await service?.kill()
    // What counts as delivered is answered; on a slow machine the claim may have ended already.
    expect(written()).toHaveLength(acked ? 1 : 0)

    await connect()
    void slack.delivery.again({ attempt: 2 })
    await eventually(() => expect(written()).toHaveLength(1))
    expect((await slack.delivery.again({ newId: true, attempt: 3 })).acked).toBe(true)
    await quietly()
    expect(written()).toHaveLength(1)
  }, 120_000)

  it.each([
    ['an annotation', FAILS, {}],
    ['an answer to a mention', `<@${BOT_USER}> 70001`, { raw: true }],
    ['an answer in a direct message', '70001', { channel: ALICE }],
  ])(
    'after Slack took %s and before it said so: it is not posted again',
    async (_what, words, how) => {
      await connect()
      slack.failNext('hang', 1)
      slack.say(words, how)
      await eventually(() => expect(written()).toHaveLength(1))
      await service?.kill()
      slack.heal()
      await slack.delivery.settled()

      await connect()
      void slack.delivery.again()
      // The dead process's claim holds for ten seconds.
      await eventually(() => expect(service?.printed()).toContain('"kind":"message","outcome":"handled"'))
      await quietly()
      expect(written()).toHaveLength(1)
      expect(slack.shown(SUPPORT).length).toBeLessThanOrEqual(1)
    },
    120_000,
  )
})
