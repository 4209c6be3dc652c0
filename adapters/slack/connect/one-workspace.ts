/** The workspaces that the app serves; here the single one of a configured bot token. */
import { WebClient } from '@slack/web-api'
import type { Log } from '../../../src/chat/log.ts'
import { setupError } from '../api/error-words.ts'
import type { Identity } from '../api/identity.ts'
import { asText } from '../api/payload.ts'
import { SCOPES } from '../api/scopes.ts'
import { clientOptions } from '../api/web-api.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { retryStart } from './retry-start.ts'

interface Workspace {
  readonly identity: Identity
  readonly token: string
}

export interface Workspaces {
  /** @throws NotInstalledError, or DeliveryError `unavailable` when its installation cannot be read at the moment */
  of(team: string): Promise<Workspace>
  /** The workspace uninstalled the app or revoked its token. */
  removed(team: string): Promise<void>
  /** False when no workspace can be served: the only token was revoked, or no installation can be read. */
  usable(): boolean
}

/** Without these scopes the app can do nothing. */
const REQUIRED: readonly string[] = ['chat:write']

function checkScopes(granted: readonly string[], log: Log) {
  if (granted.length === 0) return
  const missing = SCOPES.filter((scope) => !granted.includes(scope.name))
  const fatal = missing.filter((scope) => REQUIRED.includes(scope.name)).map((scope) => scope.name)
  if (fatal.length > 0) throw setupError({ kind: 'refused', code: 'missing_scope', needed: fatal.join(', ') }, 'bot')
  for (const { name, why } of missing)
    log.warn({ scope: name }, `Slack did not grant ${name}, so this does not work: ${why}`)
}

/** Checks the token with auth.test, with retries while Slack cannot be reached. @throws SlackSetupError */
export async function openOneWorkspace(token: string, apiUrl: string, log: Log, stopping: AbortSignal) {
  const client = new WebClient(token, clientOptions(apiUrl, createBoltLogger(log)))
  let usable = true
  const auth = await retryStart(() => client.auth.test(), 'bot', log, stopping)
  // auth.test also accepts a person's token, and the bot would then post in that person's name.
  if (!auth.bot_id && !token.startsWith('xoxb-'))
    throw setupError({ kind: 'refused', code: 'not_allowed_token_type', needed: '' }, 'bot')
  checkScopes(auth.response_metadata?.scopes ?? [], log)
  const identity = { team: asText(auth.team_id), botUser: asText(auth.user_id), bot: asText(auth.bot_id) }
  return {
    of: async () => ({ token, identity }),
    async removed() {
      usable = false
      const todo = 'reinstall the app, set the new token, restart'
      log.error({ team: identity.team }, `Slack revoked the bot token: ${todo}`)
    },
    usable: () => usable,
  } satisfies Workspaces
}
