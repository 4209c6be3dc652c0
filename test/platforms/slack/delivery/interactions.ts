/** What people do with the app: commands, clicks, shortcuts, forms, searches. Applies the app's answers. */
import { actionsIn } from '../block-kit/block-elements.ts'
import { suggestionErrors } from '../block-kit/block-kit.ts'
import type { Slack } from '../web-api/method.ts'
import { changeView, openView } from '../web-api/view-methods.ts'
import {
  ALICE,
  APP,
  asList,
  asText,
  isJson,
  type Json,
  type Message,
  type OpenView,
  SlackRefusal,
  SUPPORT,
} from '../workspace/model.ts'
import { messageJson, person as personJson, viewJson } from '../workspace/payloads.ts'
import type { Acknowledgement } from './delivery.ts'
import { answerThrough } from './response-url.ts'

export interface Interactions {
  command(name: string, text: string, how?: { person?: string; channel?: string }): Promise<Acknowledgement>
  /** Presses a button of a message or view. @param pick selects the element */
  press(on: Message | OpenView, pick: (element: Json) => boolean, person?: string): Promise<Acknowledgement>
  /** Picks an option or types into a search box. @param answer such as `{ selected_option }` or `{ value }` */
  choose(on: Message | OpenView, actionId: string, answer: Json, person?: string): Promise<Acknowledgement>
  /** Picks the app's shortcut in a message's "More actions". */
  messageShortcut(callbackId: string, on: Message, person?: string): Promise<Acknowledgement>
  globalShortcut(callbackId: string, person?: string): Promise<Acknowledgement>
  /** Submits a modal. @param values text by action_id */
  submit(view: OpenView, values: Readonly<Record<string, string>>): Promise<Acknowledgement>
  /** Closes a modal without submitting it. */
  close(view: OpenView): Promise<void>
  /** Types into an external select. @returns the answer */
  suggest(on: Message | OpenView, actionId: string, typed: string, person?: string): Promise<Json | undefined>
}

const isView = (on: Message | OpenView): on is OpenView => 'rootId' in on

export function createInteractions(slack: Slack): Interactions {
  const { world, delivery } = slack
  const base = (user: string): Json => ({
    user: personJson(world, user),
    api_app_id: APP,
    token: 'legacy',
    trigger_id: world.trigger(user),
    team: { id: world.team, domain: 'local' },
    enterprise: null,
    is_enterprise_install: false,
  })
  const channelJson = (id: string): Json => ({ id, name: world.channels.get(id)?.name || 'directmessage' })
  const send = (payload: Json, answers = false) => delivery.send({ kind: 'interactive', payload, answers })

  /** Treats the answer in a command's acknowledgement like one sent to its response_url. */
  function answered(url: string, answer: Json | string | undefined) {
    const found = world.responseUrls.get(url.split('/').at(-1) ?? '')
    if (answer === undefined || answer === '' || !found) return
    const json = typeof answer === 'string' ? { text: answer, response_type: 'ephemeral' } : answer
    try {
      answerThrough(slack, found, json)
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      world.problems.push(`the acknowledgement of a command was refused: ${error.code} ${JSON.stringify(error.more)}`)
    }
  }

  function place(on: Message | OpenView): Json {
    if (isView(on)) return { view: viewJson(world, on), container: { type: 'view', view_id: on.id } }
    const container = { type: 'message', message_ts: on.ts, channel_id: on.channel, is_ephemeral: !!on.ephemeralTo }
    const thread = on.threadTs ? { thread_ts: on.threadTs } : {}
    const message = on.ephemeralTo ? {} : { message: messageJson(world, on, true) }
    return { container: { ...container, ...thread }, channel: channelJson(on.channel), ...message }
  }

  function found(on: Message | OpenView, pick: (element: Json) => boolean) {
    const blocks = isView(on) ? asList(on.content.blocks) : (on.blocks ?? [])
    const hit = actionsIn(blocks).find(({ element }) => pick(element))
    if (!hit)
      throw new Error(`nothing to press among ${JSON.stringify(actionsIn(blocks).map(({ element }) => element))}`)
    return hit
  }

  function applied(view: OpenView, acknowledgement: Acknowledgement) {
    if (!acknowledgement.acked) return
    const answer = isJson(acknowledgement.answer) ? acknowledgement.answer : {}
    const content = isJson(answer.view) ? answer.view : {}
    try {
      switch (answer.response_action) {
        case undefined:
          return void world.views.delete(view.id)
        case 'clear':
          for (const other of world.views.values()) if (other.rootId === view.rootId) world.views.delete(other.id)
          return
        case 'update':
          return changeView(world, view, content)
        case 'push':
          return void openView(world, view.user, content, view)
        case 'errors': {
          const ids = asList(view.content.blocks).map((block) => block.block_id)
          for (const key of Object.keys(isJson(answer.errors) ? answer.errors : {}))
            if (!ids.includes(key)) world.problems.push(`errors for ${key}, which is no block_id of the view`)
          return
        }
        default:
          world.problems.push(`unknown response_action ${String(answer.response_action)}`)
      }
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      world.problems.push(`the answer to a form was refused: ${error.code} ${JSON.stringify(error.more)}`)
    }
  }

  function act(on: Message | OpenView, block: Json, element: Json, answer: Json, who?: string) {
    const person = who ?? (isView(on) ? on.user : (on.ephemeralTo ?? ALICE))
    const thread = !isView(on) && on.threadTs ? { threadTs: on.threadTs } : {}
    const from = { user: person, from: 'action' } as const
    const url = isView(on)
      ? {}
      : { response_url: world.responseUrl({ ...from, channel: on.channel, original: on.ts, ...thread }) }
    const { type, action_id } = element
    const action = { type, action_id, block_id: block.block_id, action_ts: world.ts(), ...answer }
    const state = { values: {} }
    return send({ type: 'block_actions', ...base(person), ...place(on), state, ...url, actions: [action] })
  }

  return {
    async command(name, text, { person = ALICE, channel: where = SUPPORT } = {}) {
      const channel = world.users.has(where) ? world.directMessage(where).id : where
      const url = world.responseUrl({ channel, user: person, from: 'command' })
      const { trigger_id } = base(person)
      const payload = {
        token: 'legacy',
        team_id: world.team,
        team_domain: 'local',
        channel_id: channel,
        api_app_id: APP,
        channel_name: channelJson(channel).name,
        user_id: person,
        user_name: world.users.get(person)?.name,
        command: `/${name.replace(/^\//, '')}`,
        text: text.trim(),
        is_enterprise_install: 'false',
        response_url: url,
        trigger_id,
      }
      const acknowledgement = await delivery.send({ kind: 'slash_commands', payload, answers: true })
      answered(url, acknowledgement.answer)
      return acknowledgement
    },
    async press(on, pick, person) {
      const { block, element } = found(on, pick)
      const answer: Json = {}
      for (const key of ['value', 'text', 'style']) if (element[key] !== undefined) answer[key] = element[key]
      return act(on, block, element, answer, person)
    },
    async choose(on, actionId, answer, person) {
      const { block, element } = found(on, (item) => item.action_id === actionId)
      return act(on, block, element, answer, person)
    },
    async messageShortcut(callbackId, on, person = ALICE) {
      if (on.ephemeralTo) throw new Error('Slack offers no shortcuts on ephemeral messages')
      const url = world.responseUrl({ channel: on.channel, user: person, from: 'shortcut' })
      const about = { message_ts: on.ts, message: messageJson(world, on, true), channel: channelJson(on.channel) }
      const what = { type: 'message_action', callback_id: callbackId, action_ts: world.ts() }
      return send({ ...what, ...base(person), ...about, response_url: url })
    },
    globalShortcut: async (callbackId, person = ALICE) =>
      send({ type: 'shortcut', callback_id: callbackId, action_ts: world.ts(), ...base(person) }),
    async submit(view, values) {
      const state: Record<string, Json> = {}
      for (const { block, element } of actionsIn(asList(view.content.blocks))) {
        const id = asText(element.action_id)
        if (block.type !== 'input' && !(id in values)) continue
        const typed = values[id] ?? null
        const chosen = typed === null ? null : { text: { type: 'plain_text', text: typed }, value: typed }
        const answer = asText(element.type).endsWith('_select') ? { selected_option: chosen } : { value: typed }
        state[asText(block.block_id)] = { [id]: { type: element.type, ...answer } }
      }
      const response_urls: Json[] = []
      const payload = { type: 'view_submission', ...base(view.user), view: viewJson(world, view, state), response_urls }
      const acknowledgement = await send(payload, true)
      applied(view, acknowledgement)
      return acknowledgement
    },
    async close(view) {
      world.views.delete(view.id)
      if (!view.content.notify_on_close) return
      await send({ type: 'view_closed', ...base(view.user), view: viewJson(world, view), is_cleared: false })
    },
    async suggest(on, actionId, typed, person = ALICE) {
      const { block } = found(on, (element) => element.action_id === actionId)
      const about = { action_id: actionId, block_id: block.block_id, value: typed }
      const acknowledgement = await send({ type: 'block_suggestion', ...base(person), ...place(on), ...about }, true)
      world.problems.push(...suggestionErrors(acknowledgement.answer ?? {}).map((error) => `suggestions: ${error}`))
      return isJson(acknowledgement.answer) ? acknowledgement.answer : undefined
    },
  }
}
