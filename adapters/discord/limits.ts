/**
 * Discord's limits, our timeouts and display limits, and Discord's error codes.
 *
 * Lengths count UTF-16 units, which is never less than Discord counts.
 */
export const LIMITS = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  /** Discord accepts 2048; with 1024 title, description and footer stay below `embedTotal`. */
  embedFooter: 1024,
  embedTotal: 6000,
  url: 2048,
  rows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  buttonUrl: 512,
  customId: 100,
  modalTitle: 45,
  modalLabel: 45,
  modalPlaceholder: 100,
  modalInput: 4000,
  /** Options of a command, and completions of an option. */
  options: 25,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  commandDescription: 100,
  nonce: 25,
  threadName: 100,
  mentions: 100,
  /** Bytes of a file in a server without boosts. */
  upload: 10 * 1024 * 1024,
} as const

/** For when somebody waits for the answer, or for the process to start. */
const BRIEF = [300, 1_000, 2_500, 5_000] as const

/** Times in milliseconds. A list holds the wait before each retry. */
export const TIMES = {
  brief: BRIEF,
  /** The answer to an interaction: the person sees that the bot is thinking, but not for long. */
  answer: [...BRIEF, 10_000, 20_000],
  /**
   * Posts, edits, removals and backfill: nobody waits, and an outage of a minute must lose none of them. 154 s altogether;
   * each wait is short, so that the channel continues soon after Discord is back.
   */
  patient: [...BRIEF, 10_000, ...Array<number>(9).fill(15_000)],
  /** Discord expects an acknowledgement within three seconds. */
  acknowledge: [150, 400, 800],
  /** While a forum post has no first message yet. */
  forum: [1_000, 2_000, 4_000],
  /** Timeout of one request. */
  request: 10_000,
  /** How long a start waits for servers to arrive; one that is down must not delay the others. */
  guilds: 5_000,
  /** Timeout of a whole file download. */
  download: 30_000,
  /** Older messages are not fetched after an outage: people have answered them meanwhile. */
  maxBackfill: 15 * 60_000,
  /** How long a dead connection may go unnoticed: until two heartbeats stay unanswered. */
  unnoticed: 90_000,
  /** How far our clock and Discord's may differ. */
  clockSkew: 5_000,
  /** Between two notes that a connection works. */
  noteConnected: 10_000,
  /** An update of an unknown message counts as an edit only when it was edited this recently; otherwise it was pinned or got a preview. */
  recentEdit: 15 * 60_000,
  /** An older thread already has its first message. */
  freshThread: 60_000,
  /** How long the permissions that come with an interaction are trusted. */
  rights: 60_000,
  /** How long a channel is left alone after a refusal. */
  refusal: 10 * 60_000,
  /** The first retries of a start, which are not logged, and the bounds of the backoff after them. */
  start: [300, 1_000],
  /** After a fault inside discord.js: time for it to start closing the connection itself. */
  settle: 100,
  /** Bounds of the backoff before a new session after such a fault. */
  minRenewal: 500,
  maxRenewal: 5 * 60_000,
  /** Without a fault for so long, the backoff starts over. */
  calm: 15 * 60_000,
  minStartWait: 2_000,
  maxStartWait: 60_000,
  /** How long a stop waits for in-flight work; then retries are cancelled, and `leave` is left to report that. */
  drain: 7_000,
  leave: 1_000,
} as const

/** How much is worth showing in a chat, although Discord would accept more. */
export const DISPLAY = {
  listItems: 25,
  tableRows: 25,
  tableCell: 40,
  listItem: 1000,
  fieldName: 100,
  fieldValue: 1000,
  /** A footer with links, which is shown at the end of the description. */
  footerLine: 600,
} as const

/** Discord's JSON error codes that we handle. */
export const ERROR_CODES = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  editsOfOldMessages: 30046,
  forumPostNotBegun: 40058,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  invalidToken: 50027,
  threadArchived: 50083,
  noHistory: 160002,
  threadExists: 160004,
  threadLocked: 160005,
} as const
