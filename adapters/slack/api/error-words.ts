/** Slack's error codes in words that an admin can act on. */
import { DeliveryError, SetupError } from '../../../src/chat/adapter.ts'
import type { Log } from '../../../src/chat/log.ts'
import type { Failure } from './failure.ts'

type Reason = DeliveryError['reason']

/** Slack does not let the app in; the message says what to click. It never holds a token. */
export class SlackSetupError extends SetupError {
  override readonly name = 'SlackSetupError'
}

/** Nobody installed the app in that workspace; everything else that keeps a sign-in from us passes, or can be mended. */
export class NotInstalledError extends DeliveryError {
  constructor() {
    super('forbidden', 'The app is not installed in this workspace. Install it at /slack/install.')
  }
}

const REINSTALL = 'Open api.slack.com/apps > your app > Install App, reinstall it and set the new SLACK_BOT_TOKEN.'
const INVITE = 'Invite me to the channel: /invite @imerr'

const WORDS: Readonly<Record<string, readonly [Reason, string]>> = {
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

/** The words for a failed call. */
export function deliveryError(failure: Failure, cause?: unknown): DeliveryError {
  const options = cause === undefined ? {} : { cause }
  switch (failure.kind) {
    case 'limited':
      return new DeliveryError(
        'unavailable',
        'Slack takes no more calls for the moment. Try again in a minute.',
        options,
      )
    case 'unsent':
      return new DeliveryError('unavailable', 'Slack cannot be reached. Check the network, then try again.', options)
    case 'broken':
    case 'cut':
      return new DeliveryError('unavailable', 'Slack did not answer. See status.slack.com, then try again.', options)
    case 'refused': {
      const { code, needed } = failure
      if (code === 'missing_scope')
        return new DeliveryError(
          'forbidden',
          `Slack wants the scope ${needed || 'that this needs'} for it. Add it under OAuth & Permissions > Bot Token Scopes, then reinstall the app.`,
          options,
        )
      if (code.startsWith('restricted_action'))
        return new DeliveryError('forbidden', `The workspace's admins restrict who may post here (${code}).`, options)
      const [reason, message] = WORDS[code] ?? (['invalid', `Slack refused it: ${code}.`] as const)
      return new DeliveryError(reason, message, options)
    }
  }
}

/** For what may fail where another way is left: a refusal is logged and answered with undefined. */
export const forgiving =
  (log: Log, what: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof DeliveryError)) throw error
    log.warn({ reason: error.message }, what)
    return undefined
  }

const BOT_TOKEN = 'Copy the Bot User OAuth Token (xoxb-...) from api.slack.com/apps > your app > OAuth & Permissions'
const APP_TOKEN =
  'Make an app-level token (xapp-...) with the scope connections:write at api.slack.com/apps > your app > Basic Information'

/** What to do about a token that Slack refuses at the start. */
export function setupError(failure: Failure, token: 'bot' | 'app'): SlackSetupError {
  const name = token === 'bot' ? 'SLACK_BOT_TOKEN' : 'SLACK_APP_TOKEN'
  const where = token === 'bot' ? BOT_TOKEN : APP_TOKEN
  if (failure.kind !== 'refused')
    return new SlackSetupError('Slack cannot be reached. Check the network, a proxy and SLACK_API_URL.')
  switch (failure.code) {
    case 'missing_scope':
      return new SlackSetupError(
        `${name}: the scope ${failure.needed || (token === 'app' ? 'connections:write' : '')} is missing. ${
          token === 'app'
            ? `${APP_TOKEN}.`
            : 'Add it under OAuth & Permissions > Bot Token Scopes, then reinstall the app.'
        }`,
      )
    case 'not_allowed_token_type':
      return new SlackSetupError(`${name}: this is another kind of token. ${where}.`)
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
    case 'invalid_auth':
    case 'not_authed':
      return new SlackSetupError(`${name}: Slack does not accept it (${failure.code}). ${where}.`)
    case 'socket_mode_not_enabled':
    case 'forbidden_team':
      return new SlackSetupError(
        `${name}: Slack opens no connection (${failure.code}). Switch on Socket Mode at api.slack.com/apps > your app > Socket Mode.`,
      )
    default:
      return new SlackSetupError(`${name}: Slack refused it (${failure.code}). ${where}.`)
  }
}
