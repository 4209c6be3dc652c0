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
