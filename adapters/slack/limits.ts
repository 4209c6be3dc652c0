/**
 * Slack's limits, in Unicode characters unless said otherwise. We stay about 5 % under Slack's own numbers, because how it
 * counts is not fully documented. Sources: https://docs.slack.dev/reference/methods/chat.postMessage and
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const LIMITS = {
  /** A message's `text`; Slack advises at most 4,000. */
  text: 3_800,
  /** The title in a header block; Slack takes 150. */
  title: 140,
  /** One rich text element; Slack documents 3,000 for text objects. */
  piece: 2_800,
  /** All text in a message's body; above about 11,000 in all blocks Slack answers msg_blocks_too_long. */
  body: 6_500,
  /** The body after Slack refused the full one as too long. */
  shortBody: 2_500,
  /** The body of a modal or of the App Home. */
  viewBody: 20_000,
  footer: 600,
  /** Blocks of the body; a message takes 50, which leaves room for title, buttons, footer and notes. */
  bodyBlocks: 40,
  listItems: 60,
  tableRows: 60,
  tableCell: 60,
  buttons: 25,
  buttonLabel: 70,
  buttonValue: 1_900,
  url: 2_900,
  /** Options that an external select shows; Slack takes 100. */
  suggestions: 50,
  /** An option's text and value; Slack takes 75. */
  optionText: 70,
  modalTitle: 23,
  placeholder: 140,
  /** A text input; Slack takes at most 3,000. */
  input: 3_000,
  /** Uses of a response_url; Slack allows five, but a request whose response was lost may have counted. */
  responseUses: 4,
  /** Slack's own limit is 30. */
  responseMinutes: 29,
  /** Text read from one incoming message. */
  incoming: 65_536,
} as const

/** Times in milliseconds. */
export const TIMES = {
  /** The latest acknowledgement of an event; Slack waits 3 s. */
  acknowledge: 2_000,
  /** One call of the Web API. */
  call: 10_000,
  /** Pause between two posts in a channel; Slack allows one per second. */
  betweenPosts: 1_050,
  /** How long a failing post is retried; Slack's incidents often last a minute. */
  post: 150_000,
  /** How long a call is retried that somebody waits for. */
  interactive: 8_000,
  /** How long rights, channels and installations are cached. */
  lookupLife: 60_000,
  /** How long names and languages are cached. */
  localeLife: 600_000,
  /** The longest wait for a person's language before an answer. */
  locale: 1_500,
  /** One attempt to open a Socket Mode connection. */
  connect: 20_000,
  maxReconnectWait: 30_000,
  /** Each step of a stop. */
  stop: 5_000,
  download: 60_000,
} as const
