/** Makes the next calls of a method fail on demand. */

/**
 * rate-limit: 429 with Retry-After 1. bare-limit: 429 without it. unavailable: 503. page: an HTML page with status 200.
 * cut: done, but the connection breaks before the answer. dropped: broken before it is done. hang: done, never answered.
 */
export type FailureKind = 'rate-limit' | 'bare-limit' | 'unavailable' | 'page' | 'cut' | 'dropped' | 'hang'
export type Failure = { readonly kind: FailureKind } | { readonly kind: 'refuse'; readonly error: string }

/** The methods that fail when a test names none. */
const POSTING = ['chat.postMessage', 'chat.postEphemeral']

export interface Failures {
  failNext(kind: FailureKind, times: number, methods?: readonly string[]): void
  /** Answers the next calls with an error such as `msg_blocks_too_long`. */
  refuseNext(error: string, methods: readonly string[], times?: number): void
  /** Cancels all planned failures. */
  heal(): void
  /** Takes the next planned failure of a method, if any. */
  take(method: string): Failure | undefined
}

export function createFailures(): Failures {
  const planned: { failure: Failure; methods: readonly string[] }[] = []
  const plan = (failure: Failure, methods: readonly string[], times: number) => {
    for (let i = 0; i < times; i++) planned.push({ failure, methods })
  }
  return {
    failNext: (kind, times, methods = POSTING) => plan({ kind }, methods, times),
    refuseNext: (error, methods, times = 1) => plan({ kind: 'refuse', error }, methods, times),
    heal: () => void planned.splice(0),
    take(method) {
      const at = planned.findIndex(({ methods }) => methods.includes(method))
      return at < 0 ? undefined : planned.splice(at, 1)[0]?.failure
    },
  }
}
