/** Acknowledgements: an event after its work, a command at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createSlackAdapter } from '../../../../adapters/slack/slack.ts'
import type { InboundEvent } from '../../../../src/chat/event.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'
import { createLocalSlack, type LocalSlack } from '../../../platforms/slack/local-slack.ts'
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

/** Sends a first message, which can then be redelivered. */
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

  it('acknowledges in time when the work takes long, and a command at once', async () => {
    let finish = () => {}
    const long = new Promise<boolean>((resolve) => {
      finish = () => resolve(true)
    })
    work = () => long
    await open(over)
    slack.say('70001')
    await within(() => expect(taken).toHaveLength(1))
    await slack.delivery.settled()
    // A copy changes nothing, because this process works on the event already.
    expect((await slack.delivery.again({ attempt: 1 })).acked).toBe(true)
    // Resolves with the acknowledgement, while the work of both is still going on.
    await slack.command('/imerr', '10010')
    finish()
    expect(slack.problems).toEqual([])
  })

  it('does not acknowledge a redelivered event before its long work is done', async () => {
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

  it('acknowledges a copy of an in-flight event together with the first delivery', async () => {
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

  it('has an unhandled event redelivered', async () => {
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
