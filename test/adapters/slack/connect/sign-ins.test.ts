/** Installations that exist but cannot be used: Slack must redeliver, and the log tells an admin what to do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createSealedInstallations } from '../../../../src/service/sealed-installations.ts'
import { StorageUnavailable } from '../../../../src/storage/contract.ts'
import { openStorage } from '../../../../src/storage/open.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { BOT, BOT_USER, TEAM } from '../../../platforms/slack/workspace/model.ts'
import { createCollectingSink } from '../../../support/collecting-sink.ts'
import { silent } from '../connected.ts'

const KEY = '00112233445566778899aabbccddeeff'.repeat(2)
const OTHER_KEY = `f${KEY.slice(1)}`

let slack: LocalSlack
let adapter: ReturnType<typeof createSlackAdapter>
let storage: Awaited<ReturnType<typeof openStorage>>
const said: string[] = []
const sealedWith = (key: string) => createSealedInstallations(storage.installations, 'slack', key, () => 1)
beforeEach(async () => {
  slack = await createLocalSlack()
  storage = await openStorage({ file: ':memory:' })
  said.length = 0
})
afterEach(async () => {
  await adapter.stop()
  await storage.close()
  await slack.stop()
})

async function open(installations: Pick<ReturnType<typeof sealedWith>, 'get' | 'save' | 'delete'>) {
  const { apiUrl, signingSecret, oauth } = slack
  const note = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`)
  adapter = createSlackAdapter({
    apiUrl,
    signingSecret,
    installations,
    host: '127.0.0.1',
    port: 0,
    oauth: { ...oauth, stateSecret: 'a state secret of some length' },
    log: { ...silent, error: note },
  })
  await adapter.start(createCollectingSink().sink, COMMANDS)
  return slack.useHttp(`http://127.0.0.1:${adapter.address()?.port}/slack/events`)
}

const installed = (bot: object = {}) =>
  JSON.stringify({
    team: { id: TEAM },
    authVersion: 'v2',
    isEnterpriseInstall: false,
    bot: { token: slack.botToken, id: BOT, userId: BOT_USER, scopes: ['chat:write'], ...bot },
  })

let events = 0
const event = (team = TEAM) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: team,
    api_app_id: 'A0IMERR',
    event_id: `Ev${events++}`,
    event_time: 1,
    authorizations: [{ team_id: team, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
    event: { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', text: 'hello', ts: '1.000001' },
  })

const answer = async (http: Awaited<ReturnType<typeof open>>, team = TEAM) => {
  const { status, headers } = await http.request(event(team), 'application/json')
  return { status, noRetry: headers.get('x-slack-no-retry') }
}
const AGAIN = { status: 500, noRetry: null }

describe('an installation that cannot be used', () => {
  it('is not ready with another encryption key, logs once what to do, and has events redelivered', async () => {
    await sealedWith(KEY).save(TEAM, installed())
    const http = await open(sealedWith(OTHER_KEY))
    expect(await answer(http)).toEqual(AGAIN)
    expect(await answer(http)).toEqual(AGAIN)
    expect(adapter.ready()).toBe(false)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/IMERR_ENCRYPTION_KEY.*T0LOCAL|T0LOCAL.*IMERR_ENCRYPTION_KEY/s)

    // After a reinstall the workspace is served again.
    await sealedWith(OTHER_KEY).save(TEAM, installed())
    expect((await answer(http)).status).toBe(200)
    expect(adapter.ready()).toBe(true)
  })

  it('does not take other workspaces out of service', async () => {
    await sealedWith(KEY).save('T0OLD', installed())
    await sealedWith(OTHER_KEY).save(TEAM, installed())
    const http = await open(sealedWith(OTHER_KEY))
    expect((await answer(http)).status).toBe(200)
    expect(await answer(http, 'T0OLD')).toEqual(AGAIN)
    expect(adapter.ready()).toBe(true)
  })

  it('has events redelivered while the database does not answer', async () => {
    const lost = async () => {
      throw new StorageUnavailable('The storage is not available')
    }
    const http = await open({ ...sealedWith(KEY), get: lost })
    expect(await answer(http)).toEqual(AGAIN)
    expect(said.join()).toContain('The storage is not available')
  })

  it.each([
    ['refuses to renew its expired token', () => {}],
    ['fails when its expired token is to be renewed', () => slack.failNext('unavailable', 9, ['oauth.v2.access'])],
  ])('because Slack %s', async (_why, prepare) => {
    await sealedWith(KEY).save(TEAM, installed({ refreshToken: 'xoxe-1-refresh', expiresAt: 1 }))
    prepare()
    const http = await open(sealedWith(KEY))
    expect(await answer(http)).toEqual(AGAIN)
    expect(said.join()).toContain('/slack/install')
    expect(said.join()).not.toContain('xoxe-1')
  })

  it('is still used while a token that could not be renewed is valid', async () => {
    const inAnHour = Math.floor(Date.now() / 1000) + 3_600
    await sealedWith(KEY).save(TEAM, installed({ refreshToken: 'xoxe-1-refresh', expiresAt: inAnHour }))
    const http = await open(sealedWith(KEY))
    expect((await answer(http)).status).toBe(200)
    expect(said.join()).not.toContain('/slack/install')
  })

  it('differs from a workspace without the app, whose events are not redelivered', async () => {
    const http = await open(sealedWith(KEY))
    expect(await answer(http)).toEqual({ status: 401, noRetry: '1' })
    expect(said).toEqual([])
    expect(adapter.ready()).toBe(true)
  })
})
