/** The workspaces that the app is installed in: one by its token, or several by OAuth. */
import type { Installation, InstallationQuery, InstallationStore, InstallProvider } from '@slack/oauth'
import { WebClient } from '@slack/web-api'
import { DeliveryError } from '../../src/chat/adapter.ts'
import { clientOptions } from './api.ts'
import { setupError } from './errors.ts'
import type { Identity } from './identity.ts'
import { asText } from './json.ts'
import { TIMES } from './limits.ts'
import { createBoltLogger, type Log } from './log.ts'
import { SCOPES } from './scopes.ts'
import { startPatiently } from './start-patience.ts'

export interface Workspace {
  readonly identity: Identity
  readonly token: string
}

export interface Workspaces {
  /** @throws DeliveryError when the app is not installed there */
  of(team: string): Promise<Workspace>
  /** The workspace took its permission back. */
  gone(team: string): Promise<void>
  /** False when the only token there is was revoked. */
  usable(): boolean
}

/** Where sign-ins are kept; encrypted outside of this adapter. */
export interface Installations {
  save(key: string, value: string): Promise<void>
  get(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
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
export async function openWorkspace(
  token: string,
  apiUrl: string,
  log: Log,
  stopping: AbortSignal,
): Promise<Workspaces> {
  const client = new WebClient(token, clientOptions(apiUrl, createBoltLogger(log)))
  let usable = true
  const answer = await startPatiently(() => client.auth.test(), { token: 'bot', log, stopping })
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

const keyOf = ({ teamId, isEnterpriseInstall }: InstallationQuery<boolean>) => {
  if (isEnterpriseInstall || !teamId)
    throw new Error('imerr is installed to single workspaces, not to a whole organisation')
  return teamId
}

/** Bolt's store of sign-ins, on top of ours. Read before every acknowledgement, so it remembers for a moment. */
export function createInstallationStore(installations: Installations): InstallationStore {
  const known = new Map<string, { readonly value: Promise<string | undefined>; readonly at: number }>()

  function read(key: string): Promise<string | undefined> {
    const found = known.get(key)
    if (found && Date.now() - found.at < TIMES.lookupLife) return found.value
    const value = installations.get(key)
    known.set(key, { value, at: Date.now() })
    // What is not there may be installed the next moment, by another process too.
    value.then((text) => text === undefined && known.delete(key)).catch(() => known.delete(key))
    return value
  }

  return {
    async storeInstallation(installation: Installation) {
      const { team, isEnterpriseInstall } = installation
      const key = keyOf({
        teamId: team?.id,
        isEnterpriseInstall: isEnterpriseInstall === true,
        enterpriseId: undefined,
      })
      await installations.save(key, JSON.stringify(installation))
      known.delete(key)
    },
    async fetchInstallation(query: InstallationQuery<boolean>) {
      const text = await read(keyOf(query))
      if (text === undefined) throw new Error('the app is not installed in this workspace')
      return JSON.parse(text)
    },
    async deleteInstallation(query: InstallationQuery<boolean>) {
      const key = keyOf(query)
      await installations.delete(key)
      known.delete(key)
    },
  }
}

/** Several workspaces, each with its own token, refreshed when it expires. */
export function openWorkspaces(installer: InstallProvider, store: InstallationStore, log: Log): Workspaces {
  return {
    async of(team) {
      try {
        const found = await installer.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
        const token = asText(found.botToken)
        if (!token) throw new Error('the installation has no bot token')
        return { token, identity: { team, botUser: asText(found.botUserId), bot: asText(found.botId) } }
      } catch (error) {
        throw new DeliveryError(
          'forbidden',
          'The app is not installed in this workspace. Install it at /slack/install.',
          {
            cause: error,
          },
        )
      }
    },
    async gone(team) {
      await store.deleteInstallation?.({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
      log.info({ team }, 'a workspace removed the app; its sign-in is deleted')
    },
    usable: () => true,
  }
}
