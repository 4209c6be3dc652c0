/** The console adapter on a pipe, as a process of its own. */
import { describe, expect, it } from 'vitest'
import { runNode } from '../../support/processes/run.ts'

describe('npm start on a pipe', () => {
  it('reads a paste whose lines look like commands, buttons or nothing at all', async () => {
    const paste = ['/v4/openim/sendmsg?random=1', '12', '{"ActionStatus":"FAIL","ErrorCode":70001}', '/etc/hosts'].join(
      '\n',
    )
    expect((await runNode('src/main.ts', [], `${paste}\n`)).out).toMatch(/^70001 · /)
  })
  it('makes a file of a long paste, as a chat does, and gives its digest', async () => {
    const quiet = Array.from({ length: 200 }, (_, i) => `2026-06-01 09:00:00 I/app: frame ${i} drawn`)
    const fails = '2026-06-01 09:00:01 E/TIM: joinGroup failed, ErrorCode: 10010, desc: group not exist'
    const { code, out } = await runNode('src/main.ts', [], [...quiet, fails, ...quiet].join('\n'))
    expect(code).toBe(0)
    expect(out).toMatch(/^paste\.log: 1 code\n401 lines/)
    expect(out).toContain('line 201')
  })
  it.each([
    ['binary', Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)).toString('latin1')],
    ['emoji', '😀👩‍👩‍👧🇨🇳'.repeat(500)],
    ['control characters', '\u0000\u001b[2J\u0007\u202e'.repeat(500)],
    ['one line of a megabyte', `${'x'.repeat(1_000_000)}`],
  ])('is quiet about %s', async (_, input) => {
    const { code, out, err } = await runNode('src/main.ts', [], input)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^No Tencent Chat error code that I would speak about unasked in th(is line|ese \d+ lines)\.\n$/,
    )
  })
  it('finds the code behind a megabyte', async () => {
    expect((await runNode('src/main.ts', [], `${'x'.repeat(1_000_000)} ErrorCode 70001\n`)).out).toContain('70001 · ')
  })
  it('answers and exits at the end of input', async () => {
    const { code, out, err } = await runNode('src/main.ts', [], '/imerr 10010\n')
    expect(out).toMatch(/^10010 · /)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
  it('ends quietly on empty input', async () => {
    expect(await runNode('src/main.ts', [])).toEqual({ code: 0, out: '', err: '' })
  })
  it('lists every wrong variable at once and exits 2', async () => {
    const { code, err } = await runNode('src/main.ts', [], '', {
      IMERR_LANG: 'fr',
      DATABASE_URL: 'mysql://x',
      SLACK_APP_TOKEN: 'xapp-1',
    })
    expect(code).toBe(2)
    expect(err).toMatch(/IMERR_LANG: write en or zh/)
    expect(err).toMatch(/DATABASE_URL: write postgres/)
    expect(err).toMatch(/SLACK_BOT_TOKEN: it is missing/)
  })
})
