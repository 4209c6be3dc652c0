/** The real adapter on the local Slack with a collecting sink, for tests of what only Slack has. */
import { expect, vi } from 'vitest'
import { createSlackAdapter, type SlackOptions } from '../../../adapters/slack/slack.ts'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Card } from '../../../src/chat/card.ts'
import { text } from '../../../src/chat/card.ts'
import type { InboundEvent } from '../../../src/chat/event.ts'
import type { Received } from '../../contracts/adapter-harness.ts'
import type { LocalSlack } from '../../platforms/slack/local-slack.ts'
import { createSlackHarness, type SlackHarness } from './harness.ts'

export const silent = { info() {}, warn() {}, error() {} }

export const card = (title: string, more: Partial<Card> = {}): Card => ({
  tone: 'info',
  title,
  summary: `${title}.`,
  blocks: [{ kind: 'text', text: [text(`Body of ${title}`)] }],
  actions: [],
  ...more,
})

export const socketOptions = ({ apiUrl, botToken, appToken }: LocalSlack): SlackOptions => ({
  apiUrl,
  botToken,
  appToken,
  host: '127.0.0.1',
  port: 0,
  log: silent,
})

/** @param prepare changes the local Slack before the adapter starts */
export const openSlack = (
  prepare: (slack: LocalSlack) => void = () => {},
  more: Partial<SlackOptions> = {},
): Promise<SlackHarness> =>
  createSlackHarness((slack) => {
    prepare(slack)
    return createSlackAdapter({ ...socketOptions(slack), ...more })
  })

/** Waits for an event of a kind, the first by default. */
export async function arrived<K extends InboundEvent['kind']>(
  harness: { readonly received: readonly Received[] },
  kind: K,
  nth = 0,
): Promise<Received & { readonly event: InboundEvent & { readonly kind: K } }> {
  return vi.waitFor(
    () => {
      const found = harness.received.filter(({ event }) => event.kind === kind)[nth]
      if (!found) throw new Error(`no ${kind} arrived`)
      return found as Received & { readonly event: InboundEvent & { readonly kind: K } }
    },
    { timeout: 10_000 },
  )
}

/** Waits long enough for an unwanted event to arrive. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 300))
export const within = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000 })

/** Stops the harness and fails the test when the local Slack noticed a problem with what the adapter sent. */
export async function stopCleanly(harness: SlackHarness): Promise<void> {
  const problems = harness.problems()
  await harness.stop()
  expect(problems).toEqual([])
}

/** @returns the DeliveryError with which the delivery fails; fails the test otherwise */
export const failing = async (work: Promise<unknown>): Promise<DeliveryError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DeliveryError)
  return error as DeliveryError
}
