/** Runs Slack's own WebClient and Bolt against a local Slack, for its own tests. */
import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { createLocalSlack, type LocalSlack } from './local-slack.ts'
import { type Json, SUPPORT } from './workspace/model.ts'

/** These tests provoke refusals, which Slack's libraries would log. */
const none = () => {}

export const quietLogger = {
  debug: none,
  info: none,
  warn: none,
  error: none,
  setLevel: none,
  setName: none,
  getLevel: () => LogLevel.ERROR,
}

const quiet = { logger: quietLogger }
/** A new object each time, because Slack's libraries write into it. */
const clientOptions = (slack: LocalSlack) => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 1 }, ...quiet })

async function initApp(slack: LocalSlack, receiver: Receiver, listen: (app: App) => void): Promise<App> {
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
  return app
}

/** Starts an app on Socket Mode. @returns how to stop it */
export async function startSocketApp(slack: LocalSlack, listen: (app: App) => void): Promise<() => Promise<unknown>> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 1_000,
    installerOptions: { clientOptions: clientOptions(slack) },
    ...quiet,
  })
  const app = await initApp(slack, receiver, listen)
  await app.start()
  return () => receiver.client.disconnect()
}

/** Starts an app that takes events over HTTP. @returns its request URL and how to stop it */
export async function startHttpApp(slack: LocalSlack, listen: (app: App) => void) {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, ...quiet })
  await initApp(slack, receiver, listen)
  const server = await receiver.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}/slack/events`, stop: (): Promise<unknown> => receiver.stop() }
}

/** The shape of what Slack's client throws on a refusal. */
export const refused = (error: string, more: Json = {}) => ({ data: { ok: false, error, ...more } })

/** Opens a local Slack with clients and apps for it; stops all when the test finishes. */
export async function openLocalSlack() {
  const slack = await createLocalSlack()
  let stopApp: (() => Promise<unknown>) | undefined
  onTestFinished(async () => {
    await stopApp?.()
    await slack.stop()
  })
  const client = (token = slack.botToken) =>
    new WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quietLogger,
    })
  return {
    slack,
    client,
    post: (more: Json = {}, channel = SUPPORT) =>
      client().chat.postMessage({ channel, text: 'hello', unfurl_links: false, unfurl_media: false, ...more } as never),
    /** Starts a Bolt app on Socket Mode. */
    async startBolt(listen: Parameters<typeof startSocketApp>[1]): Promise<void> {
      stopApp = await startSocketApp(slack, listen)
    },
    /** Starts a Bolt app that takes events over HTTP. @returns its request URL */
    async startHttpBolt(listen: Parameters<typeof startHttpApp>[1]): Promise<string> {
      const { url, stop } = await startHttpApp(slack, listen)
      stopApp = stop
      return url
    },
  }
}

export const plain = (text: string): Json => ({ type: 'plain_text', text })
export const section = (text: string): Json => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const button = (action_id: string, label = 'Show'): Json => ({
  type: 'button',
  text: plain(label),
  action_id,
  value: '1',
})
