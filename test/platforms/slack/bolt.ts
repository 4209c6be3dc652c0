/** Slack's own client and framework on a local Slack, for tests of that Slack. */
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { startHttpApp, startSocketApp } from './clients/bolt-app.ts'
import { quietLogger } from './clients/quiet-logger.ts'
import { createLocalSlack } from './local-slack.ts'
import { type Json, SUPPORT } from './workspace/model.ts'

/** What Slack's client throws when Slack refuses. */
export const refused = (error: string, more: Json = {}) => ({ data: { ok: false, error, ...more } })

/** A local Slack, and clients and apps to use it with, until the test is finished. */
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
