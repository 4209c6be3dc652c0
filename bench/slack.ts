/** imerr behind the real Bolt, beside a Bolt app that does next to nothing, on the same local Slack. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createLocalSlack, type LocalSlack } from '../test/platforms/slack/local-slack.ts'
import { heading, ms, percentile, perSecond, row } from './measure.ts'

const WARM_UP = 50
const COMMANDS = 300
const MESSAGES = 400
const MEGABYTE = 1024 * 1024
const MAX_WAIT_MS = 60_000

interface Reading {
  readonly ack: number[]
  readonly answer: number[]
  readonly messages: number
  readonly rss: number
}

/** Calls back on every answer through a response_url. */
function onAnswer(slack: LocalSlack): (heard: () => void) => void {
  let listener = () => {}
  const { calls } = slack.world
  const push = calls.push.bind(calls)
  calls.push = (...items) => {
    for (const call of items) if (call.method === 'response_url') listener()
    return push(...items)
  }
  return (heard) => {
    listener = heard
  }
}

async function read(side: 'imerr' | 'bare'): Promise<Reading> {
  const slack = await createLocalSlack()
  const answered = onAnswer(slack)
  const file = join(import.meta.dirname, 'slack-process.ts')
  const child = fork(file, [side, slack.apiUrl, slack.botToken, slack.appToken], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const tell = async (): Promise<unknown> => (await once(child, 'message'))[0]
  try {
    await tell()
    const ask = async () => {
      const start = performance.now()
      const answer = new Promise<number>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${side} did not answer`)), MAX_WAIT_MS)
        answered(() => {
          clearTimeout(late)
          resolve(performance.now() - start)
        })
      })
      await slack.command('imerr', '10010')
      const ack = performance.now() - start
      return { ack, answer: await answer }
    }
    for (let i = 0; i < WARM_UP; i++) await ask()
    const asked: { ack: number; answer: number }[] = []
    for (let i = 0; i < COMMANDS; i++) asked.push(await ask())

    const start = performance.now()
    for (let i = 0; i < MESSAGES; i++) slack.say(`order ${70_000 + i} left the warehouse after ${i} ms, ticket 10010`)
    await slack.delivery.settled()
    // Everything in a channel is handled in order: this answer comes when all messages are read.
    await ask()
    const messages = MESSAGES / ((performance.now() - start) / 1000)

    child.send('rss')
    return {
      ack: asked.map((one) => one.ack),
      answer: asked.map((one) => one.answer),
      messages,
      rss: Number(await tell()),
    }
  } finally {
    child.kill()
    await slack.stop()
  }
}

export async function benchSlack(): Promise<void> {
  const bare = await read('bare')
  const imerr = await read('imerr')
  const compare = (name: string, share: number, of: (side: Reading) => readonly number[]) => {
    const [a, b] = [percentile(of(imerr), share), percentile(of(bare), share)]
    row(name, `${ms(a)}   empty handler ${ms(b)}   ratio ${(a / b).toFixed(2)}`)
  }
  heading(`Slack through Bolt, Socket Mode (${COMMANDS} times /imerr 10010, one after the other)`)
  compare('acknowledged, p50', 0.5, (side) => side.ack)
  compare('acknowledged, p99', 0.99, (side) => side.ack)
  compare('answered, p50', 0.5, (side) => side.answer)
  compare('answered, p99', 0.99, (side) => side.answer)
  row('messages read', `${perSecond(imerr.messages)}   empty handler ${perSecond(bare.messages)}`)
  row('resident memory', `${(imerr.rss / MEGABYTE).toFixed(0)} MB   bare Bolt ${(bare.rss / MEGABYTE).toFixed(0)} MB`)
}
