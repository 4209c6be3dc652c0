/**
 * What Slack takes, in Unicode characters unless said otherwise; about 5 % under Slack's own numbers, because Slack counts
 * some texts in ways that are not documented.
 */
export const LIMITS = {
  /** A message's `text`; Slack advises at most 4,000. */
  text: 3_800,
  /** The title in a header block; Slack takes 150. */
  title: 140,
  /** One piece of rich text; Slack takes 3,000 in the text objects whose limit is known. */
  piece: 2_800,
  /** All texts in the body of a message; above about 11,000 in everything Slack answers msg_blocks_too_long. */
  body: 6_500,
  /** The body when Slack found the whole one too long. */
  shortBody: 2_500,
  /** The body of a modal or of the App Home. */
  viewBody: 20_000,
  footer: 600,
  /** Blocks of the body; a message takes 50, and title, buttons, footer and notes come on top. */
  bodyBlocks: 40,
  /** Items of one list that are worth showing. */
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
  /** Uses of a response_url; the fifth is kept back, because a lost answer may have counted. */
  responseUses: 4,
  responseMinutes: 29,
  /** Text read out of one incoming message. */
  incoming: 65_536,
} as const

/** Times in milliseconds. */
export const TIMES = {
  /** An event is acknowledged after its work, but not later than this; Slack waits 3 s. */
  acknowledge: 2_000,
  /** One call of the Web API. */
  call: 10_000,
  /** Between two posts into one channel; Slack allows one a second. */
  betweenPosts: 1_050,
  /** A failing post is tried again for so long: Slack's own disturbances last a minute. */
  post: 150_000,
  /** What somebody waits for must not wait longer. */
  interactive: 8_000,
  /** Who is admin, what a channel is called, a person's language. */
  lookupLife: 60_000,
  localeLife: 600_000,
  /** An answer does not wait longer for the person's language. */
  locale: 1_500,
  /** To connect at the start, and again after a drop. */
  connect: 20_000,
  maxReconnectWait: 30_000,
  stop: 5_000,
  download: 60_000,
} as const
