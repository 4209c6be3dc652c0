/** The way of an event, a command or an interaction to the app, over whichever door is open. */
import type { Json } from '../workspace/model.ts'
import type { World } from '../workspace/world.ts'

export type Kind = 'events_api' | 'slash_commands' | 'interactive'

export interface Parcel {
  readonly kind: Kind
  readonly payload: Json
  /** Slack takes an answer in the acknowledgement. */
  readonly answers: boolean
  /** 0 at first; counts how often it was sent before. */
  readonly attempt?: number
  readonly reason?: string
}

export interface Receipt {
  readonly acked: boolean
  /** What came with the acknowledgement, if anything. */
  readonly answer?: Json | string
  /** The HTTP status, where the app listens on HTTP. */
  readonly status?: number
}

/** A door of the app. Resolves when the app acknowledged or had its time. */
export type Door = (parcel: Parcel) => Promise<Receipt>

/** What Slack gives an app for the acknowledgement. */
export const ACK_MS = 3_000
const GRACE_MS = 100

export interface Delivery {
  /** Where parcels go; set by Socket Mode, or by a request URL. */
  door: Door
  send(parcel: Parcel): Promise<Receipt>
  /** Sends the last event that was not an echo of the app's own doing once more. */
  again(options?: { newId?: boolean; attempt?: number; reason?: string }): Promise<Receipt>
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
}

const nameOf = ({ kind, payload }: Parcel) => {
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
  const underWay = new Set<Promise<unknown>>()
  let last: Parcel | undefined

  const delivery: Delivery = {
    door: async () => ({ acked: false }),
    async send(parcel) {
      if (parcel.kind === 'events_api' && !parcel.payload.echo) last = parcel
      const { echo: _, ...payload } = parcel.payload
      const work = delivery.door({ ...parcel, payload })
      underWay.add(work)
      try {
        const receipt = await work
        if (!receipt.acked && receipt.status === undefined)
          world.problems.push(`${nameOf(parcel)} was not acknowledged within ${ACK_MS / 1000} s`)
        return receipt
      } finally {
        underWay.delete(work)
      }
    },
    async again({ newId = false, attempt = 1, reason = 'timeout' } = {}) {
      if (!last) throw new Error('nothing was delivered yet')
      const payload = { ...last.payload, ...(newId ? { event_id: world.fresh('Ev') } : {}) }
      return delivery.send({ ...last, payload, attempt, reason })
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
  return delivery
}
