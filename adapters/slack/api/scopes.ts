/** The scopes the app asks for and why; the manifest, the docs and the tests read these tables. */

/** The Web API methods we call, with the scopes they need. */
export const METHOD_SCOPES = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Method = keyof typeof METHOD_SCOPES

/** The events we subscribe to, with the scopes they need. */
export const EVENT_SCOPES = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  tokens_revoked: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export interface Scope {
  readonly name: string
  readonly why: string
  /** The app runs without it; an admin may decline it at installation. */
  readonly optional?: boolean
}

export const SCOPES = [
  { name: 'commands', why: '/imerr, /imtriage, /imconfig and the two shortcuts' },
  { name: 'chat:write', why: 'answers, annotations in threads, private notes' },
  { name: 'app_mentions:read', why: 'being asked by @imerr, the only way inside threads' },
  { name: 'channels:history', why: 'reading messages of the public channels it is invited to' },
  { name: 'im:history', why: 'being asked in a direct message' },
  { name: 'users:read', why: "who is an admin, a person's language and name" },
  { name: 'channels:read', why: "a channel's name, creator, and whether a linked message is public" },
  { name: 'groups:history', why: 'reading messages of the private channels it is invited to', optional: true },
  { name: 'groups:read', why: "a private channel's name and creator", optional: true },
  { name: 'files:read', why: 'reading logs that people upload', optional: true },
  { name: 'files:write', why: 'handing over an export as a file', optional: true },
] as const satisfies readonly Scope[]
