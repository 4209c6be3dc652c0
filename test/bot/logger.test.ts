/** The log: one JSON line each, and nothing in it that somebody could misuse. */
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/bot/logger.ts'
import { knowledge } from '../support/knowledge.ts'
import { runNode } from '../support/processes/run.ts'

const TOKEN = 'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'
const { redact } = knowledge.redactor

describe('an error in the log', () => {
  it('keeps name, message, code, stack and causes, redacted; requests and headers that hang on it are left out', () => {
    const cause = Object.assign(new Error(`connect with ${TOKEN}`), { code: 'ECONNRESET' })
    const error = Object.assign(new TypeError(`call failed: Authorization: Bearer ${TOKEN}`, { cause }), {
      request: { headers: { authorization: TOKEN }, body: 'the message of a user' },
      code: 50013,
    })
    const described = describeError(error, redact)
    expect(described).toMatchObject({ type: 'TypeError', code: '50013', cause: { type: 'Error', code: 'ECONNRESET' } })
    expect(described.stack).toContain('logger.test.ts')
    expect(JSON.stringify(described)).not.toMatch(/AbCdEfGh|the message of a user/)
  })
  it('is described whatever was thrown, and ends although causes go in circles', () => {
    expect(describeError(`thrown ${TOKEN}`, redact)).toEqual({ type: 'string', message: 'thrown [Slack token]' })
    expect(describeError(undefined, redact)).toEqual({ type: 'undefined', message: 'undefined' })
    const circle: Error = new Error('a')
    circle.cause = circle
    expect(JSON.stringify(describeError(circle, redact)).match(/"message":"a"/g)).toHaveLength(4)
  })
})

describe('the log of the service', () => {
  it('has one JSON line per event, with its outcome, and never what was said', async () => {
    const said = `password=hunter2hunter2 login fails, ErrorCode 70001 ${TOKEN}\n`
    const { code, err } = await runNode('src/main.ts', [], `${said}/imerr 10010\n`, {
      LOG_LEVEL: 'info',
      NO_COLOR: '1',
    })
    expect(code).toBe(0)
    const lines = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const events = lines.filter((line) => line.msg === 'event')
    expect(events).toMatchObject([
      { kind: 'message', outcome: 'handled', platform: 'console', channel: 'terminal' },
      { kind: 'command', outcome: 'handled' },
    ])
    for (const line of events) expect(Number.isNaN(Date.parse(String(line.time)))).toBe(false)
    expect(err).not.toMatch(/hunter2|AbCdEfGh|login fails/)
  })
  it('is silent when told so', async () => {
    const { err } = await runNode('src/main.ts', [], '/imerr 10010\n', { LOG_LEVEL: 'silent' })
    expect(err).toBe('')
  })
})
