/** Bolt's HTTP receiver behind our guard, with the OAuth pages where several workspaces are served. */
import { AuthorizationError, HTTPReceiver } from '@slack/bolt'
import type { InstallationStore } from '@slack/oauth'
import type { Log } from '../../../src/chat/log.ts'
import { NotInstalledError } from '../api/error-words.ts'
import { SCOPES } from '../api/scopes.ts'
import { clientOptions } from '../api/web-api.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { EVENTS_PATH, guardRequests } from './http-guard.ts'

export interface OAuth {
  readonly clientId: string
  readonly clientSecret: string
  readonly stateSecret: string
}

interface HttpOptions {
  readonly signingSecret: string
  readonly apiUrl: string
  readonly log: Log
  readonly oauth?: OAuth | undefined
  readonly store?: InstallationStore | undefined
}

export function createHttpReceiver({ signingSecret, apiUrl, log, oauth, store }: HttpOptions): HTTPReceiver {
  const logger = createBoltLogger(log)
  const receiver = new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: EVENTS_PATH,
    async processEventErrorHandler({ error, response }) {
      if (response.headersSent) return false
      const notInstalled = error instanceof AuthorizationError && error.original instanceof NotInstalledError
      const what = notInstalled ? 'a request from a workspace without the app' : 'a request failed'
      log.warn({ reason: error.message }, what)
      // Slack need not redeliver: that does not install the app.
      response.writeHead(notInstalled ? 401 : 500, notInstalled ? { 'x-slack-no-retry': '1' } : {})
      response.end()
      return false
    },
    ...(oauth && store
      ? {
          ...oauth,
          installationStore: store,
          scopes: SCOPES.map((scope) => scope.name),
          installerOptions: {
            directInstall: true,
            // The same host's "Allow" page: GovSlack, a proxy and a local Slack have their own.
            authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
            clientOptions: clientOptions(apiUrl, logger),
          },
        }
      : {}),
  })
  receiver.requestListener = guardRequests(receiver.requestListener, signingSecret, log)
  return receiver
}
