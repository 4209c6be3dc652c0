/** A start retries while Slack cannot be reached, and fails at once when Slack refuses. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SlackSetupError } from '../../../../adapters/slack/api/error-words.ts'
import { retryStart } from '../../../../adapters/slack/connect/retry-start.ts'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
import { createCollectingSink } from '../../../support/collecting-sink.ts'
import { silent, socketOptions, within } from '../connected.ts'

const warned: string[] = []
const log = { ...silent, warn: (_fields: object, message: string) => void warned.push(message) }
beforeEach(() => void warned.splice(0))

describe('retryStart', () => {
  afterEach(() => void vi.useRealTimers())

  it('retries for days', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    let tries = 0
    async function attempt() {
      vi.setSystemTime(Date.now() + 24 * 3_600_000)
      if (++tries < 3) throw new TypeError('fetch failed')
      return 'connected'
    }
    const { signal } = new AbortController()
    expect(await retryStart(attempt, 'bot', log, signal)).toBe('connected')
    expect(warned).toEqual([0.5, 1].map((s) => expect.stringContaining(`Trying again in ${s} s.`)))
  })

  it('stops at the signal, without another try', async () => {
    const stopping = new AbortController()
    const attempt = vi.fn(async () => {
      throw new TypeError('fetch failed')
    })
    const waiting = retryStart(attempt, 'bot', log, stopping.signal)
    const ended = expect(waiting).rejects.toThrow(SlackSetupError)
    await within(() => expect(warned).toHaveLength(1))
    stopping.abort()
    await ended
    expect(attempt).toHaveBeenCalledTimes(1)
  })
})

describe.each(['auth.test', 'apps.connections.open'])('a start on which %s fails', (method) => {
  let slack: LocalSlack
  let adapter: ReturnType<typeof createSlackAdapter>
  beforeEach(async () => {
    slack = await createLocalSlack()
    adapter = createSlackAdapter({ ...socketOptions(slack), log })
  })
  afterEach(async () => {
    await adapter.stop()
    await slack.stop()
  })
  const start = () => adapter.start(createCollectingSink().sink, COMMANDS)

  it('is not ready, logs it, and finishes when the call works', async () => {
    slack.failNext('unavailable', 2, [method])
    const started = start()
    const said = expect.stringMatching(/^Slack cannot be reached\..*Trying again in [\d.]+ s\.$/)
    await within(() => expect(warned).toContainEqual(said))
    expect(adapter.ready()).toBe(false)
    await started
    expect(adapter.ready()).toBe(true)
  }, 30_000)

  it('fails at once when Slack refuses the token', async () => {
    slack.refuseNext('invalid_auth', [method])
    await expect(start()).rejects.toThrow(SlackSetupError)
    expect(slack.callsOf(method)).toHaveLength(1)
  })
})
