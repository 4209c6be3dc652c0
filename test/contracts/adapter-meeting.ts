/** Shared by the parts of the adapter contract: opening the adapter, waiting for events, a card. */
import { expect, vi } from 'vitest'
import { bold, type Card, text } from '../../src/chat/card.ts'
import type { InboundEvent } from '../../src/chat/event.ts'
import type { AdapterHarness } from './adapter-harness.ts'

/** Opens an adapter, stopped when the test ends; the test fails if the platform found problems. */
export type Meet = () => Promise<AdapterHarness>

export const card = (title: string, more: Partial<Card> = {}): Card => ({
  tone: 'info',
  title,
  summary: `${title}.`,
  blocks: [{ kind: 'text', text: [text('Body of '), bold(title)] }],
  actions: [{ kind: 'button', id: 'lookup.show', value: '10010', label: 'Show 10010' }],
  ...more,
})

export const received = async (harness: AdapterHarness, kind: InboundEvent['kind'], count = 1) =>
  vi.waitFor(
    () => {
      const found = harness.received.filter(({ event }) => event.kind === kind)
      expect(found.length).toBe(count)
      return found
    },
    { timeout: 10_000 },
  )

/** Waits long enough for an unwanted event to arrive. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 300))
