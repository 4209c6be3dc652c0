/** The local Slack itself, with Slack's own client and framework: does it speak the protocol and enforce the limits? */
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { button, plain, section } from '../support/slack/blocks.ts'
import { startHttpApp, startSocketApp } from '../support/slack/bolt-app.ts'
import { createLocalSlack, type LocalSlack } from '../support/slack/platform.ts'
import { quietLogger } from '../support/slack/quiet-logger.ts'
import { ALICE, ARCHIVED, BOT_USER, type Json, LOBBY, SECRET, SUPPORT } from '../support/slack/shapes.ts'

let slack: LocalSlack
let stopApp: (() => Promise<unknown>) | undefined
beforeEach(async () => {
  slack = await createLocalSlack()
})
afterEach(async () => {
  await stopApp?.()
  stopApp = undefined
  await slack.stop()
})

const quiet = { logger: quietLogger }
const client = (token = slack.botToken) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...quiet,
  })
const post = (more: Json = {}, channel = SUPPORT) =>
  client().chat.postMessage({ channel, text: 'hello', unfurl_links: false, unfurl_media: false, ...more } as never)
const refused = (error: string, more: Json = {}) => ({ data: { ok: false, error, ...more } })

async function startBolt(listen: Parameters<typeof startSocketApp>[1]) {
  stopApp = await startSocketApp(slack, listen)
}

describe('the Web API', () => {
  it('refuses as Slack does, by Slack names', async () => {
    await expect(client('xoxb-unknown').auth.test()).rejects.toMatchObject(refused('invalid_auth'))
    await expect(client(slack.appToken).auth.test()).rejects.toMatchObject(refused('not_allowed_token_type'))
    await expect(client().apiCall('chat.shout')).rejects.toMatchObject(refused('unknown_method'))
    await expect(post({}, 'C0NOWHERE')).rejects.toMatchObject(refused('channel_not_found'))
    await expect(post({}, SECRET)).rejects.toMatchObject(refused('channel_not_found'))
    await expect(post({}, LOBBY)).rejects.toMatchObject(refused('not_in_channel'))
    await expect(post({}, ARCHIVED)).rejects.toMatchObject(refused('is_archived'))
    await expect(post({ text: '' })).rejects.toMatchObject(refused('no_text'))
    await expect(post({ text: 'x'.repeat(40_001) })).rejects.toMatchObject(refused('msg_too_long'))
    const foreign = slack.say('mine')
    const at = { channel: SUPPORT, ts: foreign.ts }
    await expect(client().chat.update({ ...at, text: 'x' })).rejects.toMatchObject(refused('cant_update_message'))
    await expect(client().chat.delete(at)).rejects.toMatchObject(refused('cant_delete_message'))
    slack.world.tokens.get(slack.botToken)?.scopes.delete('chat:write')
    await expect(post()).rejects.toMatchObject(refused('missing_scope', { needed: 'chat:write' }))
    await client().auth.revoke()
    await expect(post()).rejects.toMatchObject(refused('token_revoked'))
  })

  it('enforces the limits of Block Kit and says where', async () => {
    const pointers = async (blocks: Json[]) =>
      post({ blocks }).then(
        () => [],
        (error) => error.data.response_metadata.messages.map((line: string) => /pointer:(\S+)\]/.exec(line)?.[1]),
      )
    expect(await pointers([section('x'.repeat(3_000)), { type: 'divider' }])).toEqual([])
    expect(await pointers([section('x'.repeat(3_001))])).toEqual(['/blocks/0/text/text'])
    expect(await pointers([section('')])).toEqual(['/blocks/0/text/text'])
    expect(await pointers(Array(51).fill({ type: 'divider' }))).toEqual(['/blocks'])
    expect(await pointers([{ type: 'actions', elements: [button('a'), button('a')] }])).toEqual([
      '/blocks/0/elements/1/action_id',
    ])
    expect(await pointers([{ type: 'actions', elements: [button('a', 'x'.repeat(76))] }])).toEqual([
      '/blocks/0/elements/0/text/text',
    ])
    expect(await pointers([{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }])).toEqual(['/blocks/0/text/type'])
    expect(await pointers([{ type: 'shout', text: 'x' }])).toEqual(['/blocks/0/type'])
    const long = Array.from({ length: 5 }, () => section('x'.repeat(2_500)))
    await expect(post({ blocks: long })).rejects.toMatchObject(refused('msg_blocks_too_long'))
    expect(slack.shown(SUPPORT).length).toBe(1)
  })

  it('notes what Slack takes but nobody wants: pings, markup, unfurls, no fallback', async () => {
    await post({ text: 'see <https://a.example|a> &amp; <#C0LOBBY>' })
    expect(slack.problems).toEqual([])
    const blocks = [section('<!channel> and <@U0ALICE> a < b & c'), section('<!subteam^S1|ops>')]
    await client().chat.postMessage({ channel: SUPPORT, blocks } as never)
    expect(slack.shown(SUPPORT).at(-1)?.pinged).toEqual(['channel', ALICE, 'S1'])
    expect(slack.problems.map((problem) => problem.replace(/^chat.postMessage: /, ''))).toEqual([
      'no `text` beside the blocks',
      'unfurl_links is not false',
      'unfurl_media is not false',
      expect.stringContaining('unescaped &'),
      expect.stringContaining('unescaped <'),
    ])
  })

  it('fails on demand: limited, down, or done without an answer', async () => {
    slack.failNext('rate-limit', 1)
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 })
    slack.failNext('unavailable', 1)
    await expect(post()).rejects.toMatchObject({ statusCode: 503 })
    expect(slack.shown(SUPPORT)).toEqual([])
    slack.failNext('cut', 1)
    await expect(post({ metadata: { event_type: 'k', event_payload: { key: '1' } } })).rejects.toThrow()
    const history = await client().conversations.history({ channel: SUPPORT, include_all_metadata: true })
    expect(history.messages?.map((message) => message.metadata?.event_payload)).toEqual([{ key: '1' }])
    slack.world.onePerSecond = true
    await post()
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 })
  })

  it('takes uploads in three steps, and shows a sign-in page to those without the token', async () => {
    const content = 'ErrorCode 70001\n'.repeat(10)
    await client().filesUploadV2({ channel_id: SUPPORT, filename: 'export.log', file: Buffer.from(content) })
    const [file] = slack.shown(SUPPORT)[0]?.files ?? []
    expect(Buffer.from(file?.content ?? []).toString()).toBe(content)
    const told = await client().files.info({ file: file?.id ?? '' })
    const url = told.file?.url_private_download ?? ''
    const page = await fetch(url)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!DOCTYPE html>')])
    const real = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })
    expect(await real.text()).toBe(content)
  })
})

describe('OAuth', () => {
  it('gives a code for a token, once, to those who know the secret', async () => {
    const { clientId: client_id, clientSecret: client_secret, authorizeUrl } = slack.oauth
    const query = new URLSearchParams({
      client_id,
      scope: 'chat:write',
      state: 's',
      redirect_uri: 'http://127.0.0.1/back',
    })
    const page = await fetch(`${authorizeUrl}?${query}`, { redirect: 'manual' })
    const back = new URL(page.headers.get('location') ?? '')
    expect(back.searchParams.get('state')).toBe('s')
    const code = back.searchParams.get('code') ?? ''
    const access = (secret: string) => client('').oauth.v2.access({ client_id, client_secret: secret, code })
    await expect(access('guess')).rejects.toMatchObject(refused('bad_client_secret'))
    const granted = await access(client_secret)
    const sent = { channel: SUPPORT, text: 'hi', unfurl_links: false, unfurl_media: false }
    expect((await client(granted.access_token).chat.postMessage(sent)).ok).toBe(true)
    await expect(access(client_secret)).rejects.toMatchObject(refused('invalid_code'))
  })
})

describe('Socket Mode with Bolt', () => {
  it('delivers messages escaped, the app mention beside it, and the echo of own changes', async () => {
    const events: Json[] = []
    await startBolt((app) => {
      app.event('message', async ({ event, body }) => void events.push({ ...event, id: body.event_id } as never))
      app.event('app_mention', async ({ event, body }) => void events.push({ ...event, id: body.event_id } as never))
    })
    slack.say('a <b> & https://x.example/y')
    await vi.waitFor(() => expect(events.length).toBe(1), 10_000)
    expect(events[0]?.text).toBe('a &lt;b&gt; &amp; <https://x.example/y>')
    await slack.delivery.again({ attempt: 1 })
    await slack.delivery.again({ newId: true })
    expect(events[1]?.id).toBe(events[0]?.id)
    expect(events[2]?.id).not.toBe(events[0]?.id)
    const mention = slack.say(`<@${BOT_USER}> 10010`, { raw: true })
    await slack.delivery.settled()
    expect(events.slice(3).map(({ type, ts }) => [type, ts])).toEqual([
      ['message', mention.ts],
      ['app_mention', mention.ts],
    ])
    const own = await post()
    await client().chat.update({ channel: SUPPORT, ts: own.ts ?? '', text: 'changed' })
    const parent = slack.say('parent')
    await post({ thread_ts: parent.ts })
    slack.erase(SUPPORT, parent.ts)
    await slack.delivery.settled()
    const changes = events.filter((event) => event.subtype === 'message_changed')
    expect(changes.map((event) => (event.message as Json).subtype ?? (event.message as Json).text)).toEqual([
      'changed',
      'tombstone',
    ])
    expect(slack.problems).toEqual([])
  })

  it('answers commands, buttons, forms and searches', async () => {
    await startBolt((app) => {
      app.command('/imerr', async ({ ack, body, respond }) => {
        await ack({ response_type: 'ephemeral', text: `Answer to ${body.text}` })
        await respond({ response_type: 'in_channel', text: 'Public' })
      })
      app.action('open#1', async ({ ack, body, client, respond }) => {
        await ack()
        const input = { type: 'plain_text_input', action_id: 'text' }
        const blocks = [{ type: 'input', block_id: 'q', label: plain('Log'), element: input }]
        const view = { type: 'modal', callback_id: 'paste', title: plain('Explain'), submit: plain('Go'), blocks }
        await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view } as never)
        await respond({ replace_original: true, text: 'Pressed' })
      })
      app.view('paste', async ({ ack, view }) => {
        const typed = view.state.values.q?.text?.value
        await ack(typed ? undefined : { response_action: 'errors', errors: { q: 'Empty' } })
      })
      app.options('search', async ({ ack, payload }) => {
        await ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: '1' }] })
      })
    })
    await slack.command('imerr', '10010 and more')
    expect(slack.privately(ALICE).map((message) => message.text)).toEqual(['Answer to 10010 and more'])
    await vi.waitFor(() => expect(slack.shown(SUPPORT).map((message) => message.text)).toEqual(['Public']), 10_000)

    const search = { type: 'external_select', action_id: 'search' }
    const posted = await post({ blocks: [{ type: 'actions', elements: [button('open#1'), search] }] })
    const card = slack.world.find(SUPPORT, posted.ts ?? '')
    if (!card) throw new Error('not posted')
    expect(await slack.suggest(card, 'search', 'sig')).toMatchObject({ options: [{ text: { text: 'sig' } }] })
    await slack.press(card, (element) => element.action_id === 'open#1')
    await vi.waitFor(() => expect(card.text).toBe('Pressed'), 10_000)
    const [view] = slack.viewsOf(ALICE)
    if (!view) throw new Error('no view')
    await slack.submit(view, { text: '' })
    expect(slack.viewsOf(ALICE).length).toBe(1)
    await slack.submit(view, { text: '70001' })
    expect(slack.viewsOf(ALICE)).toEqual([])
    expect(slack.problems).toEqual([])
  })

  it('holds triggers to three seconds and one use, and response_urls to five uses and half an hour', async () => {
    let command: { trigger_id: string; response_url: string } | undefined
    await startBolt((app) => {
      app.command('/imerr', async ({ ack, body }) => {
        command = body
        await ack()
      })
    })
    await slack.command('imerr', '1')
    const view = { type: 'modal', title: plain('T'), blocks: [section('x')] } as never
    const open = () => client().views.open({ trigger_id: command?.trigger_id ?? '', view })
    await open()
    await expect(open()).rejects.toMatchObject(refused('exchanged_trigger_id'))
    const answer = async (body: Json) =>
      (await fetch(command?.response_url ?? '', { method: 'POST', body: JSON.stringify(body) })).status
    for (let i = 0; i < 5; i++) expect(await answer({ response_type: 'ephemeral', text: `${i}` })).toBe(200)
    expect(await answer({ response_type: 'ephemeral', text: '6' })).toBe(404)
    await slack.command('imerr', '2')
    slack.world.skewMs = 3_001
    await expect(open()).rejects.toMatchObject(refused('expired_trigger_id'))
    expect(await answer({ response_type: 'ephemeral', text: 'first' })).toBe(200)
    expect(await answer({ replace_original: true, text: 'second' })).toBe(200)
    expect(slack.privately(ALICE).at(-1)?.text).toBe('second')
    expect(await answer({ delete_original: true })).toBe(200)
    expect(slack.privately(ALICE).at(-1)?.text).toBe('4')
    slack.world.skewMs = 31 * 60_000
    expect(await answer({ response_type: 'ephemeral', text: 'late' })).toBe(404)
  })

  it('sends what was on its way when the connection broke to the next one, and moves on a refresh', async () => {
    const seen: string[] = []
    await startBolt((app) => {
      app.event('message', async ({ event, body }) => void seen.push(`${body.event_id} ${event.ts}`))
    })
    expect(await slack.sockets.ping()).toBe(1)
    slack.sockets.cut()
    const lost = slack.say('while away')
    await vi.waitFor(() => expect(seen.some((line) => line.endsWith(lost.ts))).toBe(true), 20_000)
    slack.sockets.disconnect('refresh_requested')
    expect(slack.sockets.connections()).toBe(0)
    const next = slack.say('after the refresh')
    await vi.waitFor(() => expect(seen.some((line) => line.endsWith(next.ts))).toBe(true), 20_000)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('notes an app that does not acknowledge in time', async () => {
    await startBolt((app) => app.command('/imerr', async () => {}))
    await slack.command('imerr', '10010')
    expect(slack.problems).toEqual(['slash_commands /imerr was not acknowledged within 3 s'])
  })
})

describe('events over HTTP with Bolt', () => {
  it('signs what it sends, and can forge', async () => {
    const seen: Json[] = []
    const { url, stop } = await startHttpApp(slack, (app) => {
      app.event('message', async ({ event, context }) => void seen.push({ ts: event.ts, retry: context.retryNum }))
      app.command('/imerr', async ({ ack, body }) => ack(`You said ${body.text}`))
    })
    stopApp = stop
    const http = slack.useHttp(url)
    expect(await http.verifyUrl()).toBe(true)
    const said = slack.say('70001')
    await slack.delivery.settled()
    await slack.delivery.again({ attempt: 2, reason: 'http_timeout' })
    await vi.waitFor(() => expect(seen).toEqual([{ ts: said.ts }, { ts: said.ts, retry: 2 }]), 10_000)
    await slack.command('imerr', '10010')
    expect(slack.privately(ALICE).map((message) => message.text)).toEqual(['You said 10010'])
    const body = JSON.stringify({ type: 'event_callback', event: {} })
    for (const forgery of [{ secret: 'wrong' }, { age: 600 }, { unsigned: true }])
      expect((await http.request(body, 'application/json', forgery)).status).toBe(401)
    expect(slack.problems).toEqual([])
  })
})
