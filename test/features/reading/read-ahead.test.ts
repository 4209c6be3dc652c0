import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readAhead } from '../../../src/features/reading/read-ahead.ts'

const bytes = (text: string) => Buffer.from(text)
/** Reads slowly, as a busy machine does. */
async function slowly(source: AsyncIterable<Uint8Array>, silenceMs = 5_000) {
  const read: string[] = []
  for await (const piece of readAhead(source, silenceMs)) {
    await sleep(60)
    read.push(Buffer.from(piece).toString())
  }
  return read.join('')
}

describe('bytes that are taken ahead', () => {
  it('all come in their order, though their source waits for nobody', async () => {
    const closes = Date.now() + 150
    async function* impatient() {
      for (const letter of 'abcdefgh') {
        if (Date.now() > closes) throw new Error('the platform gave up')
        yield bytes(letter)
      }
    }
    expect(await slowly(impatient())).toBe('abcdefgh')
  })
  it('are handed on before the error that ended them', async () => {
    async function* cut() {
      yield bytes('a')
      throw new Error('connection cut')
    }
    const read: string[] = []
    const all = async () => {
      for await (const piece of readAhead(cut(), 5_000)) read.push(Buffer.from(piece).toString())
    }
    await expect(all()).rejects.toThrow('connection cut')
    expect(read).toEqual(['a'])
  })
  it('end when nothing comes any more', async () => {
    async function* silent() {
      yield bytes('a')
      await sleep(10_000, undefined, { ref: false })
    }
    await expect(slowly(silent(), 50)).rejects.toThrow('no byte of the file came for 50 ms')
  })
  it('leave their source alone when the reader has enough', async () => {
    let asked = 0
    let closed = false
    async function* endless() {
      try {
        for (;;) {
          asked++
          await sleep(1)
          yield bytes('a')
        }
      } finally {
        closed = true
      }
    }
    for await (const _ of readAhead(endless(), 5_000)) break
    await sleep(50)
    expect(closed).toBe(true)
    expect(asked).toBeLessThan(10)
  })
})
