/** What a test may change about the local gateway, and what it may count. */
import { INTENT, type Json } from '../world/protocol.ts'
import type { World } from '../world/world.ts'

export interface GatewayOptions {
  /** Milliseconds between heartbeats that HELLO asks for. */
  readonly heartbeat?: number
  /** Above this, IDENTIFY without enough shards is closed with 4011. */
  readonly shards?: number
}

export const createCounts = () => ({ identifies: 0, resumes: 0, resumed: 0, heartbeats: 0, connections: 0 })
export type Counts = ReturnType<typeof createCounts>

export function createBehaviour(world: World) {
  return {
    /** False: heartbeats stay unanswered, so the client finds its connection dead. */
    acks: true,
    /** Turn new connections away at once, as in an outage. */
    refuse: false,
    /** What is told of an event, as by a server that tells less; undefined: nothing. */
    shape: undefined as ((t: string, d: Json) => Json | undefined) | undefined,
    /** Intents that IDENTIFY closes 4014 for. */
    disallowed: world.application.contentIntent ? 0 : INTENT.MESSAGE_CONTENT,
  }
}
export type Behaviour = ReturnType<typeof createBehaviour>
