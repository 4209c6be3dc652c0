/** imerr on Discord beside discord.js with empty handlers, in 1,000 servers. Every part is a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Order, Report } from './discord/orders.ts'
import { heading, median, ms, percentile, perSecond, row } from './measure.ts'

const GUILDS = 1_000
const MESSAGES = 6_000
const QUESTIONS = 200
/** Answers before it counts, so that neither side pays for compiling. */
const WARM_UP = 30

interface Figures {
  readonly latencies: readonly number[]
  readonly perSecond: number
  readonly cpuPerMessage: number
  readonly idle: number
  readonly busy: number
}

function start(file: string, ...args: readonly string[]) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'discord', file), args, {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  })
  const reports: Report[] = []
  const wake: (() => void)[] = []
  child.on('message', (report) => {
    reports.push(report as Report)
    for (const call of wake.splice(0)) call()
  })
  child.on('exit', (code) => {
    if (code) throw new Error(`${file} ended with ${code}`)
  })
  return {
    order: (order: Order) => void child.send(order),
    /** The next report of a kind. */
    async report<K extends Report['kind']>(kind: K): Promise<Report & { kind: K }> {
      for (;;) {
        const at = reports.findIndex((report) => report.kind === kind)
        if (at >= 0) return reports.splice(at, 1)[0] as Report & { kind: K }
        await new Promise<void>((resolve) => void wake.push(resolve))
      }
    },
    end: () => void child.kill(),
  }
}

async function measure(role: 'bare' | 'adapter' | 'imerr'): Promise<Figures> {
  const platform = start('platform.ts', String(GUILDS))
  const { apiUrl, token } = await platform.report('platform')
  const bot = start(role === 'bare' ? 'bare.ts' : 'service.ts', apiUrl, token, role)
  await bot.report('ready')
  const ask = async (times: number) => {
    platform.order({ kind: 'ask', times })
    return (await platform.report('latencies')).ms
  }
  const memory = async () => {
    bot.order({ kind: 'memory' })
    return (await bot.report('memory')).rss
  }
  const say = async (messages: number) => {
    bot.order({ kind: 'count', messages })
    platform.order({ kind: 'say', messages })
    return bot.report('counted')
  }
  const idle = await memory()
  await ask(WARM_UP)
  const latencies = await ask(QUESTIONS)
  await say(MESSAGES / 4)
  const counted = await say(MESSAGES)
  const busy = await memory()
  bot.end()
  platform.end()
  const rate = MESSAGES / (counted.ms / 1000)
  return { latencies, perSecond: rate, cpuPerMessage: counted.cpu / MESSAGES, idle, busy }
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MB`
const micro = (value: number) => `${value.toFixed(0)} µs`
const ratio = (mine: number, theirs: number) => (mine / theirs).toFixed(2)

export async function benchDiscord(): Promise<void> {
  const bare = await measure('bare')
  const adapter = await measure('adapter')
  const imerr = await measure('imerr')
  /** One figure of all three, and how ours compare with the first. */
  const line = (name: string, show: (value: number) => string, figure: (of: Figures) => number) => {
    const ratios = [adapter, imerr].map((of) => ratio(figure(of), figure(bare))).join(' and ')
    row(name, `${[bare, adapter, imerr].map((of) => show(figure(of)).padStart(12)).join('')}   (x ${ratios})`)
  }
  heading(
    `Discord, ${GUILDS.toLocaleString('en-US')} servers: discord.js with empty handlers, our adapter alone, the service`,
  )
  line('/imerr 10010 until it is shown, median', ms, (of) => median(of.latencies))
  line('/imerr 10010 until it is shown, 95 of 100', ms, (of) => percentile(of.latencies, 0.95))
  line('messages', perSecond, (of) => of.perSecond)
  line('CPU per message', micro, (of) => of.cpuPerMessage)
  line('memory after READY', megabytes, (of) => of.idle)
  line('memory after the messages', megabytes, (of) => of.busy)
}
