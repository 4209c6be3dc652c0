/** A refused post that nobody waits for, such as an incident's: the log names its channel. */
import { afterEach, expect, it } from 'vitest'
import { describeError } from '../../../../src/bot/logger.ts'
import { ARCHIVED, TEAM } from '../../../platforms/slack/workspace/model.ts'
import { card, failing, openSlack, stopCleanly } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

let harness: SlackHarness
afterEach(() => stopCleanly(harness))

it.each([ARCHIVED, 'C0GONE'])('logs the channel %s and the workspace', async (channel) => {
  harness = await openSlack()
  const error = await failing(harness.adapter.post({ ...harness.channel, channel }, card('Incident')))
  const line = JSON.stringify(describeError(error, (text) => text))
  expect(line).toContain(`chat.postMessage in ${TEAM}/${channel}: `)
  // The message for people holds no ids.
  expect(error.message).not.toContain(channel)
})
