/** A bare Bolt app, as Slack's guides write it, connected to the local Slack. */
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import type { LocalSlack } from '../local-slack.ts'
import { quietLogger } from './quiet-logger.ts'

const quiet = { logger: quietLogger }
/** Fresh for every consumer: Slack's libraries write into it. */
const clientOptions = (slack: LocalSlack) => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 1 }, ...quiet })

/** Starts an app on Socket Mode. @returns how to stop it */
export async function startSocketApp(slack: LocalSlack, listen: (app: App) => void): Promise<() => Promise<unknown>> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 1_000,
    installerOptions: { clientOptions: clientOptions(slack) },
    ...quiet,
  })
  const app = new App({
    token: slack.botToken,
    receiver,
    convoStore: false,
    deferInitialization: true,
    clientOptions: clientOptions(slack),
    ...quiet,
  })
  listen(app)
  await app.init()
  await app.start()
  return () => receiver.client.disconnect()
}

/** Starts an app that takes events over HTTP. @returns its request URL and how to stop it */
export async function startHttpApp(slack: LocalSlack, listen: (app: App) => void) {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, ...quiet })
  const app = new App({
    token: slack.botToken,
    receiver,
    convoStore: false,
    deferInitialization: true,
    clientOptions: clientOptions(slack),
    ...quiet,
  })
  listen(app)
  await app.init()
  const server = await receiver.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}/slack/events`, stop: (): Promise<unknown> => receiver.stop() }
}
