/** A real storage that tests can make unavailable. */
import { type Storage, StorageUnavailable } from '../../src/storage/contract.ts'
import { openStorage } from '../../src/storage/open.ts'

export interface LosableStorage {
  readonly storage: Storage
  lost: boolean
  /** Calls that reached it, pings apart. */
  calls: number
}

type Call = (...args: unknown[]) => Promise<unknown>

export async function openLosableStorage(): Promise<LosableStorage> {
  const real = await openStorage({ file: ':memory:' })
  const opened = { lost: false, calls: 0 }
  const losable =
    (name: string, call: Call): Call =>
    async (...args) => {
      if (name !== 'ping') opened.calls++
      if (opened.lost) throw new StorageUnavailable('the database is gone')
      return call(...args)
    }
  const wrap = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => {
        if (typeof value === 'function') return [name, name === 'close' ? value : losable(name, value as Call)]
        return [name, typeof value === 'object' && value !== null ? wrap(value) : value]
      }),
    )
  return Object.assign(opened, { storage: wrap(real) as Storage })
}
