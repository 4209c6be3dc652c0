/** The smallest valid blocks, for tests that send them by hand. */
import type { Json } from '../workspace/model.ts'

export const plain = (text: string): Json => ({ type: 'plain_text', text })
export const section = (text: string): Json => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const button = (action_id: string, label = 'Show'): Json => ({
  type: 'button',
  text: plain(label),
  action_id,
  value: '1',
})
