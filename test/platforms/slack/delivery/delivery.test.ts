/** Deliveries of the local Slack, tested with the real Bolt. */
import { describe, expect, it, vi } from 'vitest'
import { button, openLocalSlack, plain, refused, section } from '../bolt.ts'
import { ALICE, BOT_USER, type Json, SUPPORT } from '../workspace/model.ts'

describe('Socket Mode with Bolt', () => {
  it('delivers messages escaped, the app mention beside it, and the echo of own changes', async () => {
    const { slack, client, post, startBolt } = await openLocalSlack()
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
    const { slack, post, startBolt } = await openLocalSlack()
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
    const { slack, client, startBolt } = await openLocalSlack()
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
    const { slack, startBolt } = await openLocalSlack()
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
    const { slack, startBolt } = await openLocalSlack()
    await startBolt((app) => app.command('/imerr', async () => {}))
    await slack.command('imerr', '10010')
    expect(slack.problems).toEqual(['slash_commands /imerr was not acknowledged within 3 s'])
  })
})

describe('events over HTTP with Bolt', () => {
  it('signs what it sends, and can forge', async () => {
    const { slack, startHttpBolt } = await openLocalSlack()
    const seen: Json[] = []
    const url = await startHttpBolt((app) => {
      app.event('message', async ({ event, context }) => void seen.push({ ts: event.ts, retry: context.retryNum }))
      app.command('/imerr', async ({ ack, body }) => ack(`You said ${body.text}`))
    })
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
