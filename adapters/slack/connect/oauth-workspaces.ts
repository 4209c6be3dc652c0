/** Several workspaces, each installed by OAuth with a token of its own. */
import type { Installation, InstallationQuery, InstallationStore, InstallProvider } from '@slack/oauth'
import { AuthorizationError } from '@slack/oauth'
import { LRUCache } from 'lru-cache'
import { DeliveryError } from '../../../src/chat/adapter.ts'
import type { Log } from '../../../src/chat/log.ts'
import { NotInstalledError, reasonOf } from '../api/error-words.ts'
import { asText } from '../api/payload.ts'
import { TIMES } from '../limits.ts'
import type { Workspaces } from './one-workspace.ts'

/** Where installations are stored; the implementation encrypts them. */
export interface Installations {
  save(key: string, value: string): Promise<void>
  /** @throws when the installation cannot be read; the message says what to do */
  get(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
}

/** The installation may exist but cannot be read: another encryption key, or the database does not answer. */
class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

const MAX_CACHED = 1_000
const REINSTALL = 'install the app to that workspace again, at /slack/install.'

const keyOf = ({ teamId, isEnterpriseInstall }: InstallationQuery<boolean>) => {
  if (isEnterpriseInstall || !teamId)
    throw new Error('imerr is installed to single workspaces, not to a whole organisation')
  return teamId
}

/** Adapts our installations to Bolt's store. Bolt reads it before every acknowledgement, so reads are cached for a minute. */
export function createBoltInstallationStore(installations: Installations): InstallationStore {
  const cache = new LRUCache<string, Promise<string | undefined>>({ max: MAX_CACHED, ttl: TIMES.lookupLife })

  function read(key: string): Promise<string | undefined> {
    const cached = cache.get(key)
    if (cached) return cached
    const value = installations.get(key)
    cache.set(key, value)
    // A missing installation may be added any moment, also by another process.
    value.then((text) => text === undefined && cache.delete(key)).catch(() => cache.delete(key))
    return value
  }

  return {
    async storeInstallation(installation: Installation) {
      const isEnterpriseInstall = installation.isEnterpriseInstall === true
      const key = keyOf({ teamId: installation.team?.id, isEnterpriseInstall, enterpriseId: undefined })
      await installations.save(key, JSON.stringify(installation))
      cache.delete(key)
    },
    async fetchInstallation(query: InstallationQuery<boolean>) {
      // The app is never installed to a whole organisation.
      if (query.isEnterpriseInstall || !query.teamId) throw new NotInstalledError()
      const text = await read(query.teamId).catch((error: unknown) => {
        throw new UnreadableError(reasonOf(error), { cause: error })
      })
      if (text === undefined) throw new NotInstalledError()
      try {
        return JSON.parse(text)
      } catch (error) {
        throw new UnreadableError(`The stored installation is not valid JSON: ${REINSTALL}`, { cause: error })
      }
    },
    async deleteInstallation(query: InstallationQuery<boolean>) {
      const key = keyOf(query)
      await installations.delete(key)
      cache.delete(key)
    },
  }
}

/** Serves the workspaces of the store; the installer refreshes tokens that expire. */
export function openOauthWorkspaces(installer: Pick<InstallProvider, 'authorize'>, store: InstallationStore, log: Log) {
  /** The last problem logged for a workspace, so that it is logged only once until it works again. */
  const logged = new Map<string, string>()
  const unreadable = new Set<string>()
  let anyReadable = false

  function logProblem(team: string, error: unknown): void {
    if (error instanceof UnreadableError) unreadable.add(team)
    const reason = reasonOf(error)
    if (logged.get(team) === reason) return
    logged.set(team, reason)
    log.error({ team, reason }, 'the sign-in of a workspace cannot be used; Slack delivers its events again')
  }

  return {
    async of(team: string) {
      try {
        const found = await installer.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
        const token = asText(found.botToken)
        if (!token) throw new UnreadableError(`The installation holds no bot token: ${REINSTALL}`)
        anyReadable = true
        unreadable.delete(team)
        // When Slack does not renew a token, the library silently returns the old one.
        if (found.botTokenExpiresAt && found.botTokenExpiresAt * 1000 < Date.now())
          throw new Error(`Its token has expired, and Slack did not renew it. If that does not pass: ${REINSTALL}`)
        if (logged.delete(team)) log.info({ team }, 'the sign-in of the workspace can be used again')
        return { token, identity: { team, botUser: asText(found.botUserId), bot: asText(found.botId) } }
      } catch (error) {
        const why = error instanceof AuthorizationError ? error.original : error
        if (why instanceof NotInstalledError) throw why
        logProblem(team, why)
        throw new DeliveryError('unavailable', 'My sign-in to this workspace cannot be used at the moment.', {
          cause: error,
        })
      }
    },
    async removed(team: string) {
      await store.deleteInstallation?.({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false })
      unreadable.delete(team)
      log.info({ team }, 'a workspace removed the app; its sign-in is deleted')
    },
    // One unreadable installation must not take the other workspaces out of service.
    usable: () => anyReadable || unreadable.size === 0,
  } satisfies Workspaces
}
