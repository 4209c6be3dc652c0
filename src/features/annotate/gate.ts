/** The gates that may keep the bot silent, in the order in which they are checked. */
export const GATES = [
  'channel mode',
  'author opted out',
  'ignored bot',
  'confidence',
  'already explained',
  'cooldown',
  'channel budget',
] as const
export type Gate = (typeof GATES)[number]
