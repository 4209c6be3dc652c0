/** Failures on demand, for the next calls of a method. */

/**
 * What goes wrong: 429 with a wait of a second or without a word, 503, a page of a proxy with status 200, done but the
 * answer is lost, never taken, done but the answer never comes.
 */
export type FailureKind = 'rate-limit' | 'bare-limit' | 'unavailable' | 'page' | 'cut' | 'dropped' | 'hang'
export type Failure = { readonly kind: FailureKind } | { readonly kind: 'refuse'; readonly error: string }

/** What a test means by posting when it names no methods. */
const POSTING = ['chat.postMessage', 'chat.postEphemeral']

export interface Failures {
  failNext(kind: FailureKind, times: number, methods?: readonly string[]): void
  /** Answers the next calls with an error of Slack's choice, such as `msg_blocks_too_long`. */
  refuseNext(error: string, methods: readonly string[], times?: number): void
  /** Everything works again. */
  heal(): void
  /** The failure that this call meets, if any; used up by asking. */
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
