/** Delivers events, commands and interactions to the app over the current transport. */
import type { Json } from '../workspace/model.ts'
import type { World } from '../workspace/world.ts'

export type Kind = 'events_api' | 'slash_commands' | 'interactive'

export interface Envelope {
  readonly kind: Kind
  readonly payload: Json
  /** The acknowledgement may carry an answer. */
  readonly answers: boolean
  /** How often it was sent before. */
  readonly attempt?: number
  readonly reason?: string
}

export interface Acknowledgement {
  readonly acked: boolean
  /** The answer in the acknowledgement, if any. */
  readonly answer?: Json | string
  /** The HTTP status, where the app listens on HTTP. */
  readonly status?: number
}

/** Sends an envelope. Resolves when the app acknowledges or the time is up. */
export type Transport = (envelope: Envelope) => Promise<Acknowledgement>

/** How long an app has to acknowledge. */
export const ACK_MS = 3_000
const GRACE_MS = 100

export interface Delivery {
  /** Socket Mode or HTTP. */
  transport: Transport
  send(envelope: Envelope): Promise<Acknowledgement>
  /** Redelivers the last event that was not an echo of the app's own action. */
  again(options?: { newId?: boolean; attempt?: number; reason?: string }): Promise<Acknowledgement>
  /** Resolves when nothing is in flight. */
  settled(): Promise<void>
}

const nameOf = ({ kind, payload }: Envelope) => {
  const event = payload.event as Json | undefined
  return `${kind} ${String(event?.type ?? payload.command ?? payload.type)}`
}

/**
 * Resolves with the result of `work`, or undefined after `ms`.
 * The app shares this process, so after a stall of the event loop its answer gets a little longer to be read.
 */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      timer = setTimeout(() => resolve(undefined), GRACE_MS)
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function createDelivery(world: World): Delivery {
  const inFlight = new Set<Promise<unknown>>()
  let last: Envelope | undefined

  const delivery: Delivery = {
    transport: async () => ({ acked: false }),
    async send(envelope) {
      if (envelope.kind === 'events_api' && !envelope.payload.echo) last = envelope
      const { echo: _, ...payload } = envelope.payload
      const work = delivery.transport({ ...envelope, payload })
      inFlight.add(work)
      try {
        const acknowledgement = await work
        if (!acknowledgement.acked && acknowledgement.status === undefined)
          world.problems.push(`${nameOf(envelope)} was not acknowledged within ${ACK_MS / 1000} s`)
        return acknowledgement
      } finally {
        inFlight.delete(work)
      }
    },
    async again({ newId = false, attempt = 1, reason = 'timeout' } = {}) {
      if (!last) throw new Error('nothing was delivered yet')
      const payload = { ...last.payload, ...(newId ? { event_id: world.fresh('Ev') } : {}) }
      return delivery.send({ ...last, payload, attempt, reason })
    },
    async settled() {
      while (inFlight.size > 0) await Promise.allSettled(inFlight)
    },
  }
  return delivery
}
