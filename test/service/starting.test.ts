/** The start: an old Node, a platform that is down, names of variables that are misspelt. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { unknownVariables } from '../../src/service/unknown-variables.ts'
import { createLocalDiscord } from '../platforms/discord/local-discord.ts'
import { createLocalSlack } from '../platforms/slack/local-slack.ts'
import { ALICE } from '../platforms/slack/workspace/model.ts'
import { runNode } from '../support/processes/run.ts'
import { eventually, freePort, type ServiceProcess, startService } from '../support/processes/service-process.ts'

const root = join(import.meta.dirname, '../..')

describe('npm start', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  it('begins in a file that every Node can read, and goes on from there', async () => {
    expect(manifest.scripts.start).toBe('node src/start.js')
    const { code, out, err } = await runNode('src/start.js', [], '/imerr 10010\n')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('10010 · Group not found')
  })
  it.each(['src/start.js', 'src/cli/bin.js'])(
    '%s: says to an older Node which one is needed, and how to get it',
    (file) => {
      const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })'
      const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, join(root, file)]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      expect(stderr).toMatch(/^imerr needs Node 24 or newer; this is v[\d.]+\. Use: npm .+\n$/)
      expect(stderr).toContain(`Node ${manifest.engines.node.replace('>=', '')} or newer`)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    },
  )
})

describe('a start that cannot be', () => {
  it('takes no arguments, and says where to ask', async () => {
    const { code, err } = await runNode('src/start.js', ['--help'])
    expect(err).toBe(
      'The bot takes no arguments, and here is "--help". To ask from the shell: npm run imerr -- 10010\n',
    )
    expect(code).toBe(2)
  })
  it('names the variable that is wrong where it cannot listen', async () => {
    const { code, err } = await runNode('src/main.ts', [], '', { IMERR_HTTP_HOST: '192.0.2.1', IMERR_HTTP_PORT: '9' })
    expect(err).toMatch(/^IMERR_HTTP_HOST: cannot listen on 192\.0\.2\.1:9 \(.*\)\. Write an address of this machine/)
    expect(code).toBe(2)
  })
})

describe('a platform that is down at the start', () => {
  let service: ServiceProcess | undefined
  afterEach(() => service?.kill())

  it('keeps /readyz red and the log busy until it comes back, and the other platform is served meanwhile', async () => {
    const [discord, slack, port] = [await createLocalDiscord(), await createLocalSlack(), await freePort()]
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
      return { status: answer.status, ...((await answer.json()) as object) }
    }
    // Three tries and a wait of 2 s, twice: eight seconds of a Discord that is down.
    discord.failNext('unavailable', 6, ({ path }) => path === '/gateway/bot')
    service = startService({
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_TOKEN: discord.token,
      IMERR_HTTP_PORT: String(port),
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    })
    await eventually(async () =>
      expect(await ready()).toEqual({ status: 503, ready: false, storage: true, slack: true, discord: false }),
    )
    await slack.command('/imerr', '10010')
    await eventually(() => expect(slack.privately(ALICE)).toHaveLength(1))
    await eventually(() =>
      expect(service?.printed()).toMatch(
        /"level":"?\w+"?,.*Discord at .* has a fault of its own.* Trying again in 2 s/,
      ),
    )
    expect(service.printed()).not.toContain('imerr is ready')
    await service.ready()
    expect((await ready()).status).toBe(200)
    expect(await service.stop()).toBe(0)
    await slack.stop()
    await discord.stop()
  }, 90_000)

  it('does not keep the bot from stopping', async () => {
    service = startService({ DISCORD_API_URL: 'http://127.0.0.1:9/api', DISCORD_TOKEN: 'a.b.c' })
    await eventually(() => expect(service?.printed()).toContain('Trying again in'))
    expect(await service.stop()).toBe(0)
  }, 60_000)
})

describe('variables of unknown name', () => {
  const warned = (...names: string[]) => unknownVariables(Object.fromEntries(names.map((name) => [name, 'set'])))
  it.each([
    ['IMERR_SUPORT_CHANNELS', 'IMERR_SUPPORT_CHANNELS'],
    ['IMERR_CHANNELS', 'IMERR_SUPPORT_CHANNELS'],
    ['IMER_OVERLAY', 'IMERR_OVERLAY'],
    ['imerr_lang', 'IMERR_LANG'],
    ['SLACK_SIGNIN_SECRET', 'SLACK_SIGNING_SECRET'],
    ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'],
    ['DISCORD_BOT_TOKEN', 'DISCORD_TOKEN'],
    ['DISCORD_GUILD', 'DISCORD_GUILD_ID'],
  ])('%s: did you mean %s?', (name, meant) => {
    const [line, ...more] = warned(name)
    expect(line).toContain(`${name}: imerr has no variable of this name; did you mean `)
    expect(line).toMatch(new RegExp(`did you mean (${meant}|SLACK_APP_TOKEN)\\?$`))
    expect(more).toEqual([])
  })
  it('IMERR_ alone is enough; .env.example has the names', () => {
    expect(warned('IMERR_WHATEVER')).toEqual([
      'IMERR_WHATEVER: imerr has no variable of this name; .env.example names every one',
    ])
  })
  it.each([
    ['IMERR_USERSIG_KEY', 'IMERR_LANG', 'DISCORD_TOKEN'],
    ['SLACK_WEBHOOK_URL', 'DISCORD_PUBLIC_KEY', 'PATH', 'HOSTS', 'PORTS'],
    // The right one is there, so that the other belongs to another program.
    ['DISCORD_TOKEN', 'DISCORD_BOT_TOKEN'],
  ])('nothing is said of %s, %s, %s', (...names) => {
    expect(warned(...names)).toEqual([])
  })
  it('nor of one that is empty', () => {
    expect(unknownVariables({ IMERR_WHATEVER: ' ', SLACK_TOKEN: '' })).toEqual([])
  })
  it('are named at the start without their values, beside a mistake, and in the log of a service', async () => {
    const terminal = await runNode('src/main.ts', [], '/imerr 10010\n', { IMERR_SUPORT_CHANNELS: 'hush' })
    expect(terminal.err).toBe(
      'IMERR_SUPORT_CHANNELS: imerr has no variable of this name; did you mean IMERR_SUPPORT_CHANNELS?\n',
    )
    expect(terminal.code).toBe(0)
    const half = await runNode('src/main.ts', [], '', { SLACK_BOT_TOKEN: 'xoxb-hush', SLACK_AP_TOKEN: 'hush' })
    expect(half.err).toMatch(
      /SLACK_APP_TOKEN: it is missing[\s\S]*\n {2}SLACK_AP_TOKEN: .*did you mean SLACK_APP_TOKEN\?/,
    )
    expect(half.code).toBe(2)
    const service = startService({
      DISCORD_API_URL: 'http://127.0.0.1:9/api',
      DISCORD_TOKEN: 'a.b.c',
      IMERR_ADMIN: 'hush',
    })
    await eventually(() => expect(service.printed()).toMatch(/"msg":"IMERR_ADMIN: .* did you mean IMERR_ADMINS\?"/))
    await service.stop()
    for (const printed of [terminal.err, half.err, service.printed()]) expect(printed).not.toContain('hush')
  }, 60_000)
})
