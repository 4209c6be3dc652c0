/** The adapter over HTTP, and with several workspaces by OAuth. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import type { Adapter } from '../../../../src/chat/adapter.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { adapterContract } from '../../../contracts/adapter.ts'
import type { Received } from '../../../contracts/adapter-harness.ts'
import type { HttpEvents } from '../../../platforms/slack/delivery/http-events.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { ALICE, SUPPORT, TEAM } from '../../../platforms/slack/workspace/model.ts'
import { arrived, card, settle, silent } from '../connected.ts'
import { createSlackHarness } from '../harness.ts'

type Http = Adapter & { address(): { port: number } | undefined }
const local = { host: '127.0.0.1', port: 0, log: silent }

/** Sends events to the adapter's address once it listens. */
function overHttp(slack: LocalSlack, adapter: Http): Http & { http(): HttpEvents } {
  let http: HttpEvents | undefined
  return {
    ...adapter,
    async start(sink, commands) {
      await adapter.start(sink, commands)
      http = slack.useHttp(`http://127.0.0.1:${adapter.address()?.port}/slack/events`)
    },
    http() {
      if (!http) throw new Error('not started')
      return http
    },
  }
}

adapterContract('Slack over HTTP', () =>
  createSlackHarness((slack) => {
    const { apiUrl, botToken, signingSecret } = slack
    return overHttp(slack, createSlackAdapter({ apiUrl, botToken, signingSecret, ...local }))
  }),
)

const event = (more: object = {}) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: TEAM,
    api_app_id: 'A0IMERR',
    event_id: 'Ev1',
    event_time: 1,
    authorizations: [{ team_id: TEAM, user_id: 'U0IMERR', is_bot: true, is_enterprise_install: false }],
    event: { type: 'message', channel: SUPPORT, channel_type: 'channel', user: ALICE, text: '70001', ts: '1.000001' },
    ...more,
  })

describe('requests to Slack over HTTP', () => {
  let slack: LocalSlack
  let adapter: ReturnType<typeof overHttp>
  const received: Received[] = []
  const kept = new Map<string, string>()
  const installations = {
    save: async (key: string, value: string) => void kept.set(key, value),
    get: async (key: string) => kept.get(key),
    delete: async (key: string) => void kept.delete(key),
  }

  async function open(oauth = false) {
    slack = await createLocalSlack()
    received.length = 0
    kept.clear()
    const { apiUrl, botToken, signingSecret } = slack
    const how = oauth
      ? { oauth: { ...slack.oauth, stateSecret: 'a state secret of some length' }, installations }
      : { botToken }
    adapter = overHttp(slack, createSlackAdapter({ apiUrl, signingSecret, ...how, ...local }))
    await adapter.start(
      {
        suggest: () => [],
        home: async () => card('Home'),
        async handle(given, responder) {
          received.push({ event: given, responder })
          return true
        },
      },
      COMMANDS,
    )
    return adapter.http()
  }
  afterEach(async () => {
    await adapter.stop()
    await slack.stop()
  })

  it('answers the URL verification and takes a signed event', async () => {
    const http = await open()
    expect(await http.verifyUrl()).toBe(true)
    expect((await http.request(event(), 'application/json')).status).toBe(200)
    await arrived({ received }, 'message')
  })

  it('refuses requests that are unsigned, stale, from the future, too large, or for another workspace', async () => {
    const http = await open()
    const send = async (...how: Parameters<typeof http.request>) => (await http.request(...how)).status
    expect(await send(event(), 'application/json', { secret: 'another' })).toBe(401)
    expect(await send(event(), 'application/json', { unsigned: true })).toBe(401)
    expect(await send(event(), 'application/json', { age: 600 })).toBe(401)
    expect(await send(event(), 'application/json', { age: -600 })).toBe(401)
    expect(await send('x'.repeat(1024 * 1024 + 1), 'application/json')).toBe(413)
    expect(await send('{', 'application/json')).toBe(400)
    const strange = { team_id: 'T0OTHER', authorizations: [{ team_id: 'T0OTHER' }] }
    const response = await http.request(event(strange), 'application/json')
    expect(response.status).toBe(401)
    expect(response.headers.get('x-slack-no-retry')).toBe('1')
    await settle()
    expect(received).toEqual([])
    expect(adapter.ready()).toBe(true)
  })

  it('answers malformed bodies and keeps running', async () => {
    const http = await open()
    const form = 'application/x-www-form-urlencoded'
    for (const body of ['null', '5', '[]', '"text"', '', event({ event: null })]) {
      expect((await http.request(body, 'application/json')).status).toBe(400)
      expect((await http.request(body, 'application/json', { unsigned: true })).status).toBe(401)
    }
    expect((await http.request('payload=null', form)).status).toBe(400)
    expect((await http.request('payload=%7B', form)).status).toBe(400)
    const base = `http://127.0.0.1:${adapter.address()?.port}`
    expect((await fetch(`${base}/slack/events`)).status).toBe(404)
    expect((await fetch(`${base}/elsewhere`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${base}//`)).status).toBe(400)
    expect((await http.request(event(), 'application/json')).status).toBe(200)
    await arrived({ received }, 'message')
  })

  it('accepts a form with a charset, and refuses its replay', async () => {
    const http = await open()
    const body = 'command=%2Fimerr&text=10010&user_id=U1&channel_id=C1'
    const type = 'application/x-www-form-urlencoded; charset=utf-8'
    const forged = await http.request(body, type, { secret: 'another' })
    const same = { stamp: Math.floor(Date.now() / 1000) - 10 }
    const sent = [await http.request(body, type, same), await http.request(body, type, same)]
    expect([forged, ...sent].map(({ status }) => status)).toEqual([401, 200, 401])
    expect(await arrived({ received }, 'command')).toMatchObject({ event: { text: '10010' } })
    await settle()
    expect(received.length).toBe(1)
  })

  async function install() {
    const base = `http://127.0.0.1:${adapter.address()?.port}`
    const started = await fetch(`${base}/slack/install`, { redirect: 'manual' })
    const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = new URL(started.headers.get('location') ?? '')
    page.searchParams.set('redirect_uri', `${base}/slack/oauth_redirect`)
    const allowed = await fetch(page, { redirect: 'manual' })
    const back = allowed.headers.get('location') ?? ''
    return { page, back, cookie, done: await fetch(back, { headers: { cookie }, redirect: 'manual' }) }
  }

  it("uses each workspace's own token", async () => {
    await open(true)
    await install()
    slack.world.team = 'T0SECOND'
    await install()
    expect([...kept.keys()].sort()).toEqual([TEAM, 'T0SECOND'].sort())
    for (const workspace of [TEAM, 'T0SECOND', TEAM])
      await adapter.post({ platform: 'slack', workspace, channel: SUPPORT }, card(workspace))
    const teams = slack.callsOf('chat.postMessage').map(({ token }) => slack.world.tokens.get(token ?? '')?.team)
    expect(teams).toEqual([TEAM, 'T0SECOND', TEAM])
    slack.say('ErrorCode 70001')
    expect((await arrived({ received }, 'message')).event.conversation.workspace).toBe('T0SECOND')
  })

  it('installs to a workspace, serves it, and deletes its installation when the app is removed', async () => {
    const http = await open(true)
    expect((await http.request(event(), 'application/json')).status).toBe(401)
    const { page, done, back } = await install()
    expect(page.searchParams.get('scope')).toContain('chat:write')
    expect(done.status).toBe(200)
    expect([...kept.keys()]).toEqual([TEAM])
    // Without the browser's state cookie the code is refused: it may be somebody else's.
    expect((await fetch(back)).status).not.toBe(200)
    slack.say('ErrorCode 70001')
    const { event: said } = await arrived({ received }, 'message')
    expect(said.conversation.workspace).toBe(TEAM)
    await adapter.post(said.conversation, card('Answer'))
    expect(slack.shown(SUPPORT).length).toBe(1)
    await slack.uninstall()
    await vi.waitFor(() => expect(kept.size).toBe(0))
    expect((await http.request(event({ event_id: 'Ev2' }), 'application/json')).status).toBe(401)
    await expect(adapter.post(said.conversation, card('No'))).rejects.toMatchObject({ name: 'DeliveryError' })
  })
})
