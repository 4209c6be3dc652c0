/** The workspaces that the app is installed in, and the one that is known by its token. */
import { WebClient } from '@slack/web-api'
import type { Log } from '../../../src/chat/log.ts'
import { setupError } from '../api/error-words.ts'
import type { Identity } from '../api/identity.ts'
import { asText } from '../api/payload.ts'
import { SCOPES } from '../api/scopes.ts'
import { clientOptions } from '../api/web-api.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { retryStart } from './retry-start.ts'

export interface Workspace {
  readonly identity: Identity
  readonly token: string
}

export interface Workspaces {
  /** @throws NotInstalledError, or DeliveryError `unavailable` when its sign-in cannot be had at the moment */
  of(team: string): Promise<Workspace>
  /** The workspace took its permission back. */
  gone(team: string): Promise<void>
  /** False when no workspace can be served: the only token was revoked, or sign-ins cannot be read. */
  usable(): boolean
}

/** Without these the app can do nothing at all. */
const INDISPENSABLE: readonly string[] = ['chat:write']

function checkScopes(granted: readonly string[], log: Log) {
  if (granted.length === 0) return
  const missing = SCOPES.filter((scope) => !granted.includes(scope.name))
  const fatal = missing.filter((scope) => INDISPENSABLE.includes(scope.name)).map((scope) => scope.name)
  if (fatal.length > 0) throw setupError({ kind: 'refused', code: 'missing_scope', needed: fatal.join(', ') }, 'bot')
  for (const { name, why } of missing)
    log.warn({ scope: name }, `Slack did not grant ${name}, so this does not work: ${why}`)
}

/**
 * One workspace, known by its token, which is tried out.
 * @throws SlackSetupError
 */
export async function openOneWorkspace(
  token: string,
  apiUrl: string,
  log: Log,
  stopping: AbortSignal,
): Promise<Workspaces> {
  const client = new WebClient(token, clientOptions(apiUrl, createBoltLogger(log)))
  let usable = true
  const answer = await retryStart(() => client.auth.test(), { token: 'bot', log, stopping })
  // A person's token passes too, and then everything would be said in that person's name.
  if (!answer.bot_id && !token.startsWith('xoxb-'))
    throw setupError({ kind: 'refused', code: 'not_allowed_token_type', needed: '' }, 'bot')
  checkScopes(answer.response_metadata?.scopes ?? [], log)
  const workspace: Workspace = {
    token,
    identity: { team: asText(answer.team_id), botUser: asText(answer.user_id), bot: asText(answer.bot_id) },
  }
  return {
    of: async () => workspace,
    async gone() {
      usable = false
      log.error(
        { team: workspace.identity.team },
        'Slack revoked the bot token: reinstall the app, set the new token, restart',
      )
    },
    usable: () => usable,
  }
}
