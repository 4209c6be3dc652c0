/** A channel shared with other organisations, on a local Slack: silent until allowed, and the bot says how to allow it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settle, within } from '../../adapters/slack/connected.ts'
import { shownOf } from '../../adapters/slack/harness.ts'
import type { LocalSlack } from '../../platforms/slack/local-slack.ts'
import { BOB, CAROL, SHARED, SUPPORT } from '../../platforms/slack/workspace/model.ts'
import { openBotOnSlack } from '../../support/bot-on-slack.ts'
import { FAILS } from '../../support/failing-messages.ts'

let stage: Awaited<ReturnType<typeof openBotOnSlack>>
let slack: LocalSlack
beforeEach(async () => {
  stage = await openBotOnSlack()
  slack = stage.slack
})
afterEach(() => stage.stop())

/** The reply that an admin gets. */
async function ask(command: string, text: string, channel = SHARED, person = BOB): Promise<string> {
  const before = slack.privately(person).length
  await slack.command(command, text, { person, channel })
  await within(() => expect(slack.privately(person)).toHaveLength(before + 1))
  return slack
    .privately(person)
    .slice(before)
    .map((message) => shownOf(message).text)
    .join('\n')
}

const OPENS = '/imconfig shared allow'

it('is silent although mode auto is set, and says how to allow annotations', async () => {
  const saved = await ask('/imconfig', 'mode auto')
  expect(saved).toContain('Settings saved')
  expect(saved).toContain('off (the channel is shared with another organisation)')
  expect(saved).toContain('although mode auto is set')
  expect(saved).toContain(OPENS)
  expect(await ask('/imconfig', 'show')).toContain(OPENS)
  const said = slack.say(FAILS, { channel: SHARED })
  const why = await ask('/imerr', `why ${slack.permalink(SHARED, said.ts)}`)
  expect(why).toContain(`an admin opens it with ${OPENS}`)
  expect(why).not.toContain('Would explain')
  expect(await ask('/imerr', `why ${FAILS}`)).toContain(OPENS)
  await settle()
  expect(slack.shown(SHARED)).toEqual([])

  expect(await ask('/imconfig', 'shared allow')).not.toContain('although')
  expect(await ask('/imconfig', 'show')).not.toContain(OPENS)
  slack.say(FAILS, { channel: SHARED })
  await within(() => expect(slack.shown(SHARED)).toHaveLength(1))
}, 30_000)

it('says it in Chinese too, but not in an internal channel or in mode off', async () => {
  expect(await ask('/imconfig', 'show', SHARED, CAROL)).toMatch(/其他组织.*\/imconfig shared allow/s)
  expect(await ask('/imconfig', 'mode off')).not.toContain(OPENS)
  expect(await ask('/imconfig', 'mode auto', SUPPORT)).not.toContain(OPENS)
}, 30_000)
