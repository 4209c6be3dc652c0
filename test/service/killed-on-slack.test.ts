/** A killed process loses no message that it had taken, and its successor answers none twice, over both transports. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { createLocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE, BOT_USER, SUPPORT } from '../platforms/slack/workspace/model.ts'
import { FAILS } from '../support/failing-messages.ts'
import {
  eventually,
  freePort,
  quietly,
  type ServiceProcess,
  startService,
} from '../support/processes/service-process.ts'

/** A claim lasts for ten seconds and was last extended before the kill. */
const SURELY_CLAIMED_MS = 6_000

type Transport = 'Socket Mode' | 'HTTP'

/** A local Slack, and services that come one after the other on the same storage. */
async function open(transport: Transport, { onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const slack = await createLocalSlack()
  const folder = mkdtempSync(join(tmpdir(), 'imerr-killed-'))
  let service: ServiceProcess | undefined
  onTestFinished(async () => {
    await service?.kill()
    const problems = [...slack.problems]
    await slack.stop()
    rmSync(folder, { recursive: true, force: true })
    // The only thing that a killed process may fail to do.
    for (const problem of problems) expect(problem).toContain('was not acknowledged')
  })
  return {
    slack,
    /** Starts a service and waits until it is ready. */
    async connect(): Promise<void> {
      const { apiUrl, botToken, appToken, signingSecret } = slack
      const port = await freePort()
      const http = { SLACK_SIGNING_SECRET: signingSecret, PORT: String(port) }
      service = startService({
        SLACK_API_URL: apiUrl,
        SLACK_BOT_TOKEN: botToken,
        IMERR_DB_FILE: join(folder, 'imerr.db'),
        ...(transport === 'HTTP' ? http : { SLACK_APP_TOKEN: appToken }),
      })
      await service.ready()
      if (transport === 'HTTP') slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
    },
    kill: async () => service?.kill(),
    printed: () => service?.printed() ?? '',
    /** The bot's messages, wherever they are. */
    written: () => slack.world.messages.filter(({ user }) => user === BOT_USER),
  }
}

// Each test waits ten seconds or more for the claims of killed processes, so they run side by side.
describe.each<Transport>(['Socket Mode', 'HTTP'])('killed over %s', { concurrent: true }, (transport) => {
  it('before it posted, and once more while it waited for the claim of the first: the message is answered once', async (test) => {
    const { slack, connect, kill, written } = await open(transport, test)
    await connect()
    slack.failNext('unavailable', 100)
    slack.say(FAILS)
    await eventually(() => expect(slack.callsOf('chat.postMessage').length).toBeGreaterThan(0))
    await kill()
    const killedAt = Date.now()
    slack.heal()

    await connect()
    const { acked } = await slack.delivery.again()
    await kill()
    // What is acknowledged is answered. On a slow machine the claim may end before the acknowledgement and its answer too.
    const isHeld = Date.now() - killedAt < SURELY_CLAIMED_MS
    expect(written().length).toBeLessThanOrEqual(1)
    if (acked || isHeld) expect(written()).toHaveLength(acked ? 1 : 0)

    await connect()
    void slack.delivery.again({ attempt: 2 })
    await eventually(() => expect(written()).toHaveLength(1))
    expect((await slack.delivery.again({ newId: true, attempt: 3 })).acked).toBe(true)
    await quietly()
    expect(written()).toHaveLength(1)
  }, 120_000)

  it.for([
    ['an annotation', FAILS, {}],
    ['an answer to a mention', `<@${BOT_USER}> 70001`, { raw: true }],
    ['an answer in a direct message', '70001', { channel: ALICE }],
  ] as const)(
    'after Slack took %s but before it said so: it is not posted again',
    { timeout: 120_000 },
    async ([, words, how], test) => {
      const { slack, connect, kill, printed, written } = await open(transport, test)
      await connect()
      slack.failNext('hang', 1)
      slack.say(words, how)
      await eventually(() => expect(written()).toHaveLength(1))
      await kill()
      slack.heal()
      await slack.delivery.settled()

      await connect()
      void slack.delivery.again()
      // The claim of the killed process lasts for ten seconds.
      await eventually(() => expect(printed()).toContain('"kind":"message","outcome":"handled"'))
      await quietly()
      expect(written()).toHaveLength(1)
      expect(slack.shown(SUPPORT).length).toBeLessThanOrEqual(1)
    },
  )
})
