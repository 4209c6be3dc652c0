/** The service on Slack and PostgreSQL: told to stop under load, and while its database is away. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLocalSlack, type LocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE } from '../platforms/slack/workspace/model.ts'
import { startPostgres, type TestPostgres } from '../support/processes/postgres.ts'
import { eventually, freePort, type ServiceProcess, startService } from '../support/processes/service-process.ts'

const QUESTIONS = 30

let slack: LocalSlack
let postgres: TestPostgres
let service: ServiceProcess
let port: number
beforeEach(async () => {
  slack = await createLocalSlack()
  postgres = await startPostgres()
  port = await freePort()
  service = startService({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: await postgres.createDatabase('service'),
    IMERR_HTTP_PORT: String(port),
  })
  await service.ready()
}, 60_000)
afterEach(async () => {
  await service.kill()
  await slack.stop()
  await postgres.stop()
})

it('under load it answers all that it took, and ends with 0', async () => {
  await Promise.all(Array.from({ length: QUESTIONS }, (_, i) => slack.command('/imerr', String(70001 + (i % 3)))))
  expect(await service.stop()).toBe(0)
  expect(slack.privately(ALICE)).toHaveLength(QUESTIONS)
  expect(service.printed()).not.toContain('stopped with events unanswered')
}, 60_000)

it('without its database it says so on /readyz, answers, recovers, and stops cleanly', async () => {
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
    return { status: answer.status, ...((await answer.json()) as object) }
  }
  expect(await ready()).toEqual({ status: 200, ready: true, storage: true, slack: true })
  await postgres.crash()
  await slack.command('/imerr', '10010')
  await eventually(() => expect(slack.privately(ALICE)).toHaveLength(1))
  await eventually(async () =>
    expect(await ready()).toEqual({ status: 503, ready: false, storage: false, slack: true }),
  )
  await postgres.start()
  await eventually(async () => expect((await ready()).status).toBe(200))
  await postgres.crash()
  expect(await service.stop()).toBe(0)
}, 90_000)
