/** Slack's error codes in words that an admin can act on, and any error in words for the log. */
import { DeliveryError, SetupError } from '../../../src/chat/adapter.ts'
import type { Log } from '../../../src/chat/log.ts'
import type { Failure } from './failure.ts'

type Reason = DeliveryError['reason']

/** Slack does not let the app in. The message says what to click and never holds a token. */
export class SlackSetupError extends SetupError {
  override readonly name = 'SlackSetupError'
}

/** The app is not installed in that workspace: retrying is pointless, unlike after any other failure to get a token. */
export class NotInstalledError extends DeliveryError {
  constructor() {
    super('forbidden', 'The app is not installed in this workspace. Install it at /slack/install.')
  }
}

const SECRETS = /xox[a-z]-[\w.-]+|xapp-[\w-]+|Bearer\s+\S+|https?:\/\/hooks\.[\w.-]+\/\S+|([?&]ticket=)[\w-]+/gi

/** Masks tokens, response URLs and socket tickets. */
export const withoutSecrets = (value: string): string => value.replace(SECRETS, '[secret]')

/** An error's message for the log, without secrets. */
export const reasonOf = (error: unknown): string =>
  withoutSecrets(error instanceof Error ? error.message : String(error))

const REINSTALL = 'Open api.slack.com/apps > your app > Install App, reinstall it and set the new SLACK_BOT_TOKEN.'
const INVITE = 'Invite me to the channel: /invite @imerr'

type Words = readonly [Reason, string]

const WORDS: Readonly<Record<string, Words>> = {
  not_in_channel: ['forbidden', `I am not in this channel. ${INVITE}`],
  channel_not_found: ['forbidden', `The channel is gone, or it is private and I am not in it. ${INVITE}`],
  is_archived: ['forbidden', 'The channel is archived. Unarchive it, or choose another channel.'],
  message_not_found: ['gone', 'The message was deleted.'],
  thread_not_found: ['gone', 'The thread was deleted.'],
  no_channel: ['invalid', 'No channel was named.'],
  cant_update_message: ['forbidden', 'Slack lets me change only messages that I posted.'],
  cant_delete_message: ['forbidden', 'Slack lets me delete only messages that I posted.'],
  edit_window_closed: ['forbidden', 'The workspace allows no changes to messages of this age.'],
  cannot_reply_to_message: ['forbidden', 'This kind of message takes no replies.'],
  messages_tab_disabled: ['forbidden', 'Switch on App Home > Messages Tab in the app, so that I can write to people.'],
  user_not_in_channel: ['forbidden', 'The person is not in this channel.'],
  user_not_found: ['gone', 'Slack does not know this person.'],
  msg_too_long: ['invalid', 'The message is too long for Slack.'],
  msg_blocks_too_long: ['invalid', 'The message is too long for Slack.'],
  invalid_blocks: ['invalid', 'Slack refused the layout of the message; this is a fault of imerr, please report it.'],
  no_text: ['invalid', 'Slack refused an empty message; this is a fault of imerr, please report it.'],
  invalid_auth: ['forbidden', `Slack no longer accepts the bot's token. ${REINSTALL}`],
  not_authed: ['forbidden', `The bot has no token for this workspace. ${REINSTALL}`],
  account_inactive: ['forbidden', `The app was removed from the workspace. ${REINSTALL}`],
  token_revoked: ['forbidden', `The bot's token was revoked. ${REINSTALL}`],
  token_expired: ['forbidden', `The bot's token has expired. ${REINSTALL}`],
  team_access_not_granted: ['forbidden', 'The app is not installed in this workspace. Install it there.'],
  ekm_access_denied: ['forbidden', "The workspace's encryption key management denies me access to this channel."],
  message_limit_exceeded: ['unavailable', 'The workspace has used up its messages for now. Try again later.'],
}

const ADD_SCOPE = 'Add it under OAuth & Permissions > Bot Token Scopes, then reinstall the app.'

function wordsFor(failure: Failure): Words {
  switch (failure.kind) {
    case 'limited':
      return ['unavailable', 'Slack takes no more calls for the moment. Try again in a minute.']
    case 'unsent':
      return ['unavailable', 'Slack cannot be reached. Check the network, then try again.']
    case 'broken':
    case 'lost':
      return ['unavailable', 'Slack did not answer. See status.slack.com, then try again.']
    case 'refused': {
      const { code, needed } = failure
      if (code === 'missing_scope')
        return ['forbidden', `Slack wants the scope ${needed || 'that this needs'} for it. ${ADD_SCOPE}`]
      if (code.startsWith('restricted_action'))
        return ['forbidden', `The workspace's admins restrict who may post here (${code}).`]
      return WORDS[code] ?? ['invalid', `Slack refused it: ${code}.`]
    }
  }
}

/** A failed call as an error that people can read. */
export const deliveryError = (failure: Failure, cause: unknown): DeliveryError =>
  new DeliveryError(...wordsFor(failure), { cause })

/**
 * A catch handler for a delivery that has an alternative: logs the failure and yields undefined.
 * @throws every error that is no DeliveryError
 */
export const warnOfFailure =
  (log: Log, message: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof DeliveryError)) throw error
    log.warn({ reason: error.message }, message)
    return undefined
  }

const SOCKET_TOKEN =
  'Make an app-level token (xapp-...) with the scope connections:write at api.slack.com/apps > your app > Basic Information.'
const TOKENS = {
  bot: {
    name: 'SLACK_BOT_TOKEN',
    scope: '',
    copy: 'Copy the Bot User OAuth Token (xoxb-...) from api.slack.com/apps > your app > OAuth & Permissions.',
    addScope: ADD_SCOPE,
  },
  app: { name: 'SLACK_APP_TOKEN', scope: 'connections:write', copy: SOCKET_TOKEN, addScope: SOCKET_TOKEN },
} as const

/** What to do about a failed first call with a token. */
export function setupError(failure: Failure, token: 'bot' | 'app'): SlackSetupError {
  if (failure.kind !== 'refused')
    return new SlackSetupError('Slack cannot be reached. Check the network, a proxy and SLACK_API_URL.')
  const { code, needed } = failure
  const { name, scope, copy, addScope } = TOKENS[token]
  switch (code) {
    case 'missing_scope':
      return new SlackSetupError(`${name}: the scope ${needed || scope} is missing. ${addScope}`)
    case 'not_allowed_token_type':
      return new SlackSetupError(`${name}: this is another kind of token. ${copy}`)
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
    case 'invalid_auth':
    case 'not_authed':
      return new SlackSetupError(`${name}: Slack does not accept it (${code}). ${copy}`)
    case 'socket_mode_not_enabled':
    case 'forbidden_team':
      return new SlackSetupError(
        `${name}: Slack opens no connection (${code}). Switch on Socket Mode at api.slack.com/apps > your app > Socket Mode.`,
      )
    default:
      return new SlackSetupError(`${name}: Slack refused it (${code}). ${copy}`)
  }
}
