/** Signed bodies that are no valid interactions: refused or ignored, and never an error of ours. */
import { afterEach, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { ALICE, type Json, SUPPORT, TEAM } from '../../../platforms/slack/workspace/model.ts'
import { createCollectingSink } from '../../../support/collecting-sink.ts'
import { silent, socketOptions, within } from '../connected.ts'

let slack: LocalSlack
let adapter: ReturnType<typeof createSlackAdapter>

async function open(over: 'Socket Mode' | 'HTTP') {
  slack = await createLocalSlack()
  const { apiUrl, botToken, signingSecret } = slack
  const http = { apiUrl, botToken, signingSecret, host: '127.0.0.1', port: 0, log: silent }
  adapter = createSlackAdapter(over === 'HTTP' ? http : socketOptions(slack))
  const { sink, received } = createCollectingSink()
  await adapter.start(sink, COMMANDS)
  return received
}
afterEach(async () => {
  await adapter.stop()
  await slack.stop()
})

const common = {
  team: { id: TEAM },
  user: { id: ALICE, team_id: TEAM },
  channel: { id: SUPPORT },
  api_app_id: 'A0IMERR',
  trigger_id: '',
  response_url: '',
  is_enterprise_install: false,
}
const view = { id: 'V1', type: 'modal', hash: 'h', callback_id: 'paste_log', state: { values: {} } }
const INTERACTIONS: readonly Json[] = [
  {
    ...common,
    type: 'block_actions',
    container: { type: 'message', message_ts: '1.1', channel_id: SUPPORT },
    message: { ts: '1.1' },
    actions: [{ type: 'button', action_id: 'x', block_id: 'b', value: 'v' }],
  },
  { ...common, type: 'block_actions', view, actions: [{ type: 'button', action_id: 'x', block_id: 'b', value: 'v' }] },
  { ...common, type: 'view_submission', view, response_urls: [] },
  { ...common, type: 'view_closed', view },
  { ...common, type: 'block_suggestion', view, action_id: 'search', block_id: 'b', value: '10010' },
  { ...common, type: 'message_action', callback_id: 'explain_codes', message: { ts: '1.1', text: 'hello' } },
  { ...common, type: 'shortcut', callback_id: 'paste_log' },
  { ...common, type: 'interactive_message', callback_id: 'x', actions: [{ name: 'n', type: 'button' }] },
  { ...common, type: 'dialog_submission', callback_id: 'x', submission: {} },
  { ...common, type: 'workflow_step_edit', callback_id: 'x', workflow_step: {} },
  { ...common, type: 'of a kind that is to come' },
]
const ODD: readonly unknown[] = [undefined, null, 5, [null], {}]

/** Each interaction with each of its fields replaced by odd values. */
const BODIES = INTERACTIONS.flatMap((body) =>
  Object.keys(body).flatMap((key) => ODD.map((strange): Json => ({ ...body, [key]: strange }))),
)

/** The bot still answers. */
async function isWell(received: readonly { readonly event: { readonly kind: string } }[]) {
  await slack.command('/imerr', '10010')
  await within(() => expect(received.some(({ event }) => event.kind === 'command')).toBe(true))
  expect(adapter.ready()).toBe(true)
}

it('over HTTP an odd body never causes an error', async () => {
  const received = await open('HTTP')
  const http = slack.useHttp(`http://127.0.0.1:${adapter.address()?.port}/slack/events`)
  const answers = BODIES.map(async (body) => {
    const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString()
    const { status } = await http.request(form, 'application/x-www-form-urlencoded')
    return { status, body }
  })
  expect(BODIES.length).toBeGreaterThan(100)
  const faults = (await Promise.all(answers)).filter(({ status }) => status >= 500)
  expect(faults).toEqual([])
  const nothing = async (body: Json) =>
    (await http.request(`payload=${JSON.stringify(body)}`, 'application/x-www-form-urlencoded')).status
  expect(await nothing({ ...common, type: 'view_submission', view: null })).toBe(400)
  expect(await nothing({ ...common, type: 'block_actions', actions: null })).toBe(400)
  await isWell(received)
}, 60_000)

it('over Socket Mode an odd body is ignored, and the bot keeps running', async () => {
  const received = await open('Socket Mode')
  const sent = BODIES.map((payload) => slack.delivery.send({ kind: 'interactive', payload, answers: false }))
  await isWell(received)
  await Promise.all(sent)
  await isWell(received)
}, 60_000)
