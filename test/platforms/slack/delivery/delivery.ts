/** The way of an event, a command or an interaction to the app, over whichever transport is open. */
import type { Json } from '../workspace/model.ts'
import type { World } from '../workspace/world.ts'

export type Kind = 'events_api' | 'slash_commands' | 'interactive'

export interface Envelope {
  readonly kind: Kind
  readonly payload: Json
  /** Slack takes an answer in the acknowledgement. */
  readonly answers: boolean
  /** 0 at first; counts how often it was sent before. */
  readonly attempt?: number
  readonly reason?: string
}

export interface Acknowledgement {
  readonly acked: boolean
  /** What came with the acknowledgement, if anything. */
  readonly answer?: Json | string
  /** The HTTP status, where the app listens on HTTP. */
  readonly status?: number
}

/** A transport of the app. Resolves when the app acknowledged or had its time. */
export type Transport = (envelope: Envelope) => Promise<Acknowledgement>

/** What Slack gives an app for the acknowledgement. */
export const ACK_MS = 3_000
const GRACE_MS = 100

export interface Delivery {
  /** Where parcels go; set by Socket Mode, or by a request URL. */
  transport: Transport
  send(envelope: Envelope): Promise<Acknowledgement>
  /** Sends the last event that was not an echo of the app's own doing once more. */
  again(options?: { newId?: boolean; attempt?: number; reason?: string }): Promise<Acknowledgement>
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
}

const nameOf = ({ kind, payload }: Envelope) => {
  const event = payload.event as Json | undefined
  return `${kind} ${String(event?.type ?? payload.command ?? payload.type)}`
}

/**
 * Waits for an acknowledgement for as long as Slack would.
 * The app shares this process: after a stall of the event loop what it sent is read before it counts as late.
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
