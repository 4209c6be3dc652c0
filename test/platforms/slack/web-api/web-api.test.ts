/** The Web API and OAuth of the local Slack, tested with Slack's own client. */
import { describe, expect, it } from 'vitest'
import { button, openLocalSlack, refused, section } from '../bolt.ts'
import { ALICE, ARCHIVED, type Json, LOBBY, SECRET, SUPPORT } from '../workspace/model.ts'

describe('the Web API', () => {
  it('refuses as Slack does, by Slack names', async () => {
    const { slack, client, post } = await openLocalSlack()
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
    const { slack, post } = await openLocalSlack()
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
    const { slack, client, post } = await openLocalSlack()
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
    const { slack, client, post } = await openLocalSlack()
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
    const { slack, client } = await openLocalSlack()
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
    const { slack, client } = await openLocalSlack()
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
