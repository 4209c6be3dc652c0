import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTriageLoop } from '../../../src/service/triage-loop.ts'
import { type Storage, StorageUnavailable } from '../../../src/storage/contract.ts'
import { openStorage } from '../../../src/storage/open.ts'

let storage: Storage
const looked: string[] = []
const logged: string[] = []
const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void logged.push(message) }
const start = (owner: string, tick = async () => void looked.push(owner)) =>
  startTriageLoop({ tick, leases: storage.leases, owner, log, now: Date.now })

beforeEach(async () => {
  storage = await openStorage({ file: ':memory:' })
  looked.length = 0
  logged.length = 0
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await storage.close()
})
/** Advances the clock interval by interval, giving each time to finish its work. */
async function pass(seconds: number) {
  for (let i = 0; i < seconds; i++) {
    vi.advanceTimersByTime(1000)
    await storage.ping()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('ticks every 15 seconds in one process; another takes over at once when that one stops', async () => {
  const first = start('first')
  await pass(1)
  const second = start('second')
  await pass(45)
  expect(looked).toEqual(['first', 'first', 'first'])
  await first.stop()
  await pass(15)
  expect(looked.slice(3)).toEqual(['second'])
  await second.stop()
  await pass(30)
  expect(looked).toHaveLength(4)
  expect(await second.tick()).toBe(false)
})

it('goes on after a failure, and does not report lost storage itself', async () => {
  const errors = [new Error('a bug'), new StorageUnavailable('lost')]
  const loop = start('only', async () => {
    looked.push('only')
    const error = errors.shift()
    if (error) throw error
  })
  await pass(46)
  expect(looked).toHaveLength(3)
  expect(logged).toEqual(['triage failed'])
  await loop.stop()
})

it('never runs two ticks at once, and stops only when the tick is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const loop = start('slow', async () => {
    looked.push('slow')
    await promise
  })
  const second = start('second')
  // Longer than the lease, which is renewed while the tick runs.
  await pass(120)
  expect(looked).toEqual(['slow'])
  // But not for ever: the tick may hang.
  await pass(300)
  expect(looked[1]).toBe('second')
  await second.stop()
  let stopped = false
  const stopping = loop.stop().then(() => {
    stopped = true
  })
  await pass(1)
  expect(stopped).toBe(false)
  resolve()
  await stopping
  expect(await storage.leases.acquire('triage', 'other', Date.now(), 1000)).toBe(true)
})
