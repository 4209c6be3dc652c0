/** Refuses storage calls at once while storage is lost, so that a silent database (a firewall drops packets) costs one timeout. */
import { type Storage, StorageUnavailable } from '../storage/contract.ts'

type Call = (...args: unknown[]) => Promise<unknown>

export interface FailFastDeps {
  /** True while the storage is known to be lost. */
  readonly isLost: () => boolean
  /** Called with the error of every call that found it lost. */
  readonly onLost: (error: unknown) => void
}

/** Wraps every method of `storage` except `ping` and `close`. */
export function failFast(storage: Storage, { isLost, onLost }: FailFastDeps): Storage {
  const guarded =
    (call: Call): Call =>
    async (...args) => {
      if (isLost()) throw new StorageUnavailable('The storage is not available: it did not answer a moment ago')
      try {
        return await call(...args)
      } catch (error) {
        if (error instanceof StorageUnavailable) onLost(error)
        throw error
      }
    }
  const wrapped = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, typeof value === 'function' ? guarded(value) : value]),
    )
  const parts = Object.entries(storage).map(([name, value]): [string, unknown] => {
    if (typeof value === 'object' && value !== null) return [name, wrapped(value)]
    return [name, name === 'prune' ? guarded(value as Call) : value]
  })
  return Object.fromEntries(parts) as unknown as Storage
}
