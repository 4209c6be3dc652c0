/** What Slack counts as delivered: an event when its work is done, a command at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import type { InboundEvent } from '../../../../src/chat/event.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/platform.ts'
import { card, silent, socketOptions, within } from '../connected.ts'

let slack: LocalSlack
let adapter: ReturnType<typeof createSlackAdapter>
const taken: InboundEvent[] = []
let work: (event: InboundEvent) => Promise<boolean>

async function open(over: 'Socket Mode' | 'HTTP'): Promise<void> {
  slack = await createLocalSlack()
  taken.length = 0
  const { signingSecret, apiUrl, botToken } = slack
  const options = { signingSecret, apiUrl, botToken, host: '127.0.0.1', port: 0, log: silent }
  adapter = createSlackAdapter(over === 'HTTP' ? options : socketOptions(slack))
  const handle = (event: InboundEvent) => {
    taken.push(event)
    return work(event)
  }
  await adapter.start({ suggest: () => [], home: async () => card('Home'), handle }, COMMANDS)
  if (over === 'HTTP') slack.useHttp(`http://127.0.0.1:${adapter.address()?.port}/slack/events`)
}

afterEach(async () => {
  await adapter.stop()
  await slack.stop()
})

/** A first message, so that there is something to deliver again and to look at. */
async function said(text: string): Promise<void> {
  slack.say(text)
  await within(() => expect(taken).toHaveLength(1))
}

describe.each(['Socket Mode', 'HTTP'] as const)('over %s', (over) => {
  it('acknowledges an event after its work, not before', async () => {
    let done = false
    work = async () => true
    await open(over)
    await said('70001')
    work = async () => {
      await sleep(400)
      done = true
      return true
    }
    const receipt = slack.delivery.again().then((found) => ({ ...found, done }))
    expect(await receipt).toMatchObject({ acked: true, done: true })
  })

  it('acknowledges in time what takes long, and a command at once', async () => {
    let finish = () => {}
    const long = new Promise<boolean>((resolve) => {
      finish = () => resolve(true)
    })
    work = () => long
    await open(over)
    slack.say('70001')
    await within(() => expect(taken).toHaveLength(1))
    await slack.delivery.settled()
    // A copy of it changes nothing: this process is at work on it.
    expect((await slack.delivery.again({ attempt: 1 })).acked).toBe(true)
    // Resolves with the acknowledgement; the work of neither is done.
    await slack.command('/imerr', '10010')
    finish()
    expect(slack.problems).toEqual([])
  })

  it('leaves what Slack delivers again and what takes long to the next delivery', async () => {
    work = async () => true
    await open(over)
    await said('70001')
    await slack.delivery.settled()
    let finish = () => {}
    const long = new Promise<boolean>((resolve) => {
      finish = () => resolve(true)
    })
    work = () => long
    expect((await slack.delivery.again({ attempt: 1 })).acked).toBe(false)
    finish()
    expect((await slack.delivery.again({ attempt: 2 })).acked).toBe(true)
  })

  it('a copy of what is under way counts as delivered when the first is done, not before', async () => {
    let finish = (_done: boolean) => {}
    work = () =>
      new Promise((resolve) => {
        finish = resolve
      })
    await open(over)
    await said('70001')
    const copy = slack.delivery.again({ attempt: 1 })
    await sleep(200)
    finish(true)
    expect((await copy).acked).toBe(true)
    expect(taken).toHaveLength(1)

    const failed = slack.delivery.again({ newId: true })
    await within(() => expect(taken).toHaveLength(2))
    const copyOfFailed = slack.delivery.again({ attempt: 1 })
    await sleep(200)
    finish(false)
    expect([(await failed).acked, (await copyOfFailed).acked]).toEqual([false, false])
    expect(taken).toHaveLength(2)
  })

  it('has an event delivered again of which nothing came', async () => {
    work = async () => false
    await open(over)
    await said('70001')
    await slack.delivery.settled()
    work = async () => true
    const receipt = await slack.delivery.again()
    expect(receipt.acked).toBe(true)
    await within(() => expect(taken).toHaveLength(2))
    expect(taken[1]?.id).toBe(taken[0]?.id)
    work = async () => {
      throw new Error('the sink broke')
    }
    expect((await slack.delivery.again()).acked).toBe(false)
  })
})
