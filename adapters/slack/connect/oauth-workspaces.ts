/** Several workspaces, each installed by OAuth with a token of its own. */
import type { Installation, InstallationQuery, InstallationStore, InstallProvider } from '@slack/oauth'
import { AuthorizationError } from '@slack/oauth'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Log } from '../../../src/chat/log.ts'
import { NotInstalledError } from '../api/error-words.ts'
import { asText } from '../api/payload.ts'
import { TIMES } from '../limits.ts'
import { withoutSecrets } from './bolt-logger.ts'
import type { Workspaces } from './one-workspace.ts'

/** Where sign-ins are kept; encrypted outside of this adapter. */
export interface Installations {
  save(key: string, value: string): Promise<void>
  /** @throws when the sign-in cannot be read; the message says what to do */
  get(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
}

/** A sign-in may well be there, but cannot be read: another encryption key, a database that does not answer. */
class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

const REINSTALL = 'install the app to that workspace again, at /slack/install.'

const keyOf = ({ teamId, isEnterpriseInstall }: InstallationQuery<boolean>) => {
  if (isEnterpriseInstall || !teamId)
    throw new Error('imerr is installed to single workspaces, not to a whole organisation')
  return teamId
}

/** Bolt's store of sign-ins, on top of ours. Read before every acknowledgement, so it remembers for a moment. */
export function createBoltInstallationStore(installations: Installations): InstallationStore {
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
      // One that is asked for as a whole organisation is not installed by any sign-in of ours.
      if (query.isEnterpriseInstall || !query.teamId) throw new NotInstalledError()
      const text = await read(query.teamId).catch((error: unknown) => {
        throw new UnreadableError(error instanceof Error ? error.message : String(error), { cause: error })
      })
      if (text === undefined) throw new NotInstalledError()
      try {
        return JSON.parse(text)
      } catch (error) {
        throw new UnreadableError(`What is kept is no sign-in: ${REINSTALL}`, {
          cause: error,
        })
      }
    },
    async deleteInstallation(query: InstallationQuery<boolean>) {
      const key = keyOf(query)
      await installations.delete(key)
      known.delete(key)
    },
  }
}

/** Several workspaces, each with its own token, refreshed when it expires. */
export function openOauthWorkspaces(
  installer: Pick<InstallProvider, 'authorize'>,
  store: InstallationStore,
  log: Log,
): Workspaces {
  /** What was said about a workspace; said once, until it works again. */
  const told = new Map<string, string>()
  const unreadable = new Set<string>()
  let readable = false

  function complain(team: string, error: unknown): void {
    if (error instanceof UnreadableError) unreadable.add(team)
    const reason = withoutSecrets(error instanceof Error ? error.message : String(error))
    if (told.get(team) === reason) return
    told.set(team, reason)
    log.error({ team, reason }, 'the sign-in of a workspace cannot be used; Slack delivers its events again')
  }

  return {
    async of(team) {
      try {
        const found = await installer.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
        const token = asText(found.botToken)
        if (!token) throw new UnreadableError(`It holds no token of the bot: ${REINSTALL}`)
        readable = true
        unreadable.delete(team)
        // The library goes on with the old token when Slack does not renew it.
        if (found.botTokenExpiresAt && found.botTokenExpiresAt * 1000 < Date.now())
          throw new Error(`Its token has expired, and Slack did not renew it. If that does not pass: ${REINSTALL}`)
        if (told.delete(team)) log.info({ team }, 'the sign-in of the workspace can be used again')
        return { token, identity: { team, botUser: asText(found.botUserId), bot: asText(found.botId) } }
      } catch (error) {
        const why = error instanceof AuthorizationError ? error.original : error
        if (why instanceof NotInstalledError) throw why
        complain(team, why)
        throw new DeliveryError('unavailable', 'My sign-in to this workspace cannot be used at the moment.', {
          cause: error,
        })
      }
    },
    async gone(team) {
      await store.deleteInstallation?.({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
      unreadable.delete(team)
      log.info({ team }, 'a workspace removed the app; its sign-in is deleted')
    },
    // One workspace among others that cannot be read must not take the others out of service.
    usable: () => readable || unreadable.size === 0,
  }
}
