/** Switches and counters of the local gateway for tests. */
import { INTENT, type Json } from '../world/protocol.ts'
import type { World } from '../world/world.ts'

export interface GatewayOptions {
  /** The heartbeat interval in HELLO, in milliseconds. */
  readonly heartbeat?: number
  /** The fewest shards that IDENTIFY may ask for; fewer are closed with 4011. */
  readonly shards?: number
}

export const createCounts = () => ({ identifies: 0, resumes: 0, resumed: 0, heartbeats: 0, connections: 0 })
export type Counts = ReturnType<typeof createCounts>

export function createBehaviour(world: World) {
  return {
    /** When false, heartbeats get no ACK, so the client takes its connection for dead. */
    acks: true,
    /** When true, new connections are dropped at once, as in an outage. */
    refuse: false,
    /** Rewrites the data of each event; returning undefined drops the event. */
    shape: undefined as ((t: string, d: Json) => Json | undefined) | undefined,
    /** Intents for which IDENTIFY is closed with 4014. */
    disallowed: world.application.contentIntent ? 0 : INTENT.MESSAGE_CONTENT,
  }
}
export type Behaviour = ReturnType<typeof createBehaviour>
