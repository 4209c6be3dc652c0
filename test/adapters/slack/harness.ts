/** Fits the local Slack to the adapter contract suite, over Socket Mode. */
import type { Adapter } from '../../../src/chat/adapter.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import type { AdapterHarness, Shown } from '../../contracts/adapter-harness.ts'
import { actionsIn } from '../../platforms/slack/block-kit/block-elements.ts'
import { readable } from '../../platforms/slack/block-kit/mrkdwn.ts'
import { createLocalSlack, type LocalSlack } from '../../platforms/slack/local-slack.ts'
import { ALICE, asText, type Json, type Message, SUPPORT, TEAM } from '../../platforms/slack/workspace/model.ts'
import { createCollectingSink } from '../../support/collecting-sink.ts'

/** The action's id, without the index that makes an action_id unique within a message. */
const actionOf = (element: Json) => asText(element.action_id).split('#')[0] ?? ''

export function shownOf(message: Message): Shown {
  const buttons = actionsIn(message.blocks ?? [])
    .filter(({ element }) => element.type === 'button' && element.url === undefined)
    .map(({ element }) => ({
      id: actionOf(element),
      value: asText(element.value),
      label: asText((element.text as Json | undefined)?.text),
    }))
  const replyTo = message.threadTs && message.threadTs !== message.ts ? { replyTo: message.threadTs } : {}
  return { id: message.ts, text: readable(message), buttons, ...replyTo, pinged: message.pinged }
}

export interface SlackHarness extends AdapterHarness {
  readonly slack: LocalSlack
}

/** A started adapter on a fresh platform, with a collecting sink. */
export async function createSlackHarness(
  makeAdapter: (platform: LocalSlack) => Adapter | Promise<Adapter>,
): Promise<SlackHarness> {
  const slack = await createLocalSlack()
  const adapter = await makeAdapter(slack)
  const { sink, received, onNext } = createCollectingSink()
  await adapter.start(
    { ...sink, suggest: (typed, limit) => [{ label: `10010 for ${typed}`, value: '10010' }].slice(0, limit) },
    COMMANDS,
  )
  return {
    slack,
    adapter,
    capabilities: adapter.capabilities,
    received,
    channel: { platform: 'slack', workspace: TEAM, channel: SUPPORT },
    onNext,
    async say(text, { person, bot, inThreadOf, files } = {}) {
      const message = slack.say(text, {
        ...(person ? { person } : {}),
        ...(bot ? { bot: 'app' } : {}),
        ...(inThreadOf ? { threadOf: inThreadOf } : {}),
        ...(files ? { files } : {}),
      })
      return message.ts
    },
    change: async (message, text) => slack.edit(SUPPORT, message, text),
    touch: async (message) => slack.unfurl(SUPPORT, message),
    erase: async (message) => slack.erase(SUPPORT, message),
    async command(name, text) {
      await slack.command(name, text)
    },
    async press(message, button) {
      const fits = (element: Json) => actionOf(element) === button.id && asText(element.value) === button.value
      const hidden = () =>
        slack.privately(ALICE).findLast((found) => shownOf(found).buttons.some((at) => at.id === button.id))
      const on = message === 'private' ? hidden() : slack.world.find(SUPPORT, message)
      if (!on) throw new Error(`no message ${message} with the button ${button.id}`)
      await slack.press(on, fits)
    },
    async redeliver() {
      await slack.delivery.again()
    },
    shown: async () => slack.shown(SUPPORT).map(shownOf),
    privately: async (person = ALICE) => slack.privately(person).map(shownOf),
    failNext: (kind, times) => slack.failNext(kind, times),
    problems: () => slack.problems,
    async stop() {
      await adapter.stop()
      await slack.stop()
    },
  }
}
