/** What Discord accepts: the one table of the numbers. Lengths count UTF-16 units, which is never less than Discord counts. */
export const LIMITS = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  /** Discord takes 2048; less leaves title, description and footer together under the 6000 of all embeds. */
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
  /** Bytes of a file without boosts. */
  upload: 10 * 1024 * 1024,
} as const

/** Somebody waits for the answer, or for the process to say that it cannot start. */
const BRIEF = [300, 1_000, 2_500, 5_000] as const

/** Times in milliseconds. A list holds the waits before each new try. */
export const TIMES = {
  brief: BRIEF,
  /** The answer to an interaction: whoever asked sees that the bot is at work, and looks away after some time. */
  answer: [...BRIEF, 10_000, 20_000],
  /**
   * Posts, edits, removals, warnings and what is fetched after an outage: nobody waits, and a bad minute of Discord must cost
   * none of them. 154 s altogether; each wait is short enough for the channel to go on soon after Discord is back.
   */
  patient: [...BRIEF, 10_000, ...Array<number>(9).fill(15_000)],
  /** Discord waits three seconds for an acknowledgement. */
  acknowledge: [150, 400, 800],
  /** While a forum post waits for its first message. */
  forum: [1_000, 2_000, 4_000],
  /** One request; longer than any answer that is worth waiting for. */
  request: 10_000,
  /** A server that is down must not keep the others waiting at the start. */
  guilds: 5_000,
  /** Until a file's content must begin, and until it must have come. */
  download: 30_000,
  /** What was said longer ago is not fetched after an outage: people have answered it meanwhile. */
  fetched: 15 * 60_000,
  /** A dead connection is found out only when two heartbeats stay unanswered. */
  unnoticed: 90_000,
  /** Clocks differ a little. */
  clocks: 5_000,
  /** Between two notes that a connection works. */
  noteWorking: 10_000,
  /** An update of a message that we never saw is an edit only when it was edited just now; else it was pinned, or resolved. */
  recentEdit: 15 * 60_000,
  /** A thread that was opened longer ago has its first message. */
  freshThread: 60_000,
  /** Discord tells a person's permissions with each interaction; they hold for its answer and little longer. */
  rights: 60_000,
  /** After a refusal nothing is tried in the channel for so long. */
  refusal: 10 * 60_000,
  /** The first tries of a start, which nobody needs to hear of, and the waits after them. */
  start: [300, 1_000],
  /** After a fault in the library: until its own closing, if any, has begun; then before a new session is opened. */
  settle: 100,
  minRenewal: 500,
  maxRenewal: 5 * 60_000,
  /** A connection that worked so long without a fault starts with the shortest wait again. */
  calm: 15 * 60_000,
  minStartWait: 2_000,
  maxStartWait: 60_000,
  /** Work under way when the bot stops may need so long; what is then left is told that it failed, and gets the rest. */
  drain: 7_000,
  leave: 1_000,
} as const

/** How much of a list or a cell is worth showing in a chat, although Discord would take more. */
export const TASTE = {
  listItems: 25,
  tableRows: 25,
  tableCell: 40,
  listItem: 1000,
  fieldName: 100,
  fieldValue: 1000,
  /** Footer lines with links stand at the end of the description. */
  footerLine: 600,
} as const

/** Discord's error codes that mean something to us. */
export const CODES = {
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
