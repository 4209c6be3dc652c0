/** The bot's metrics in Prometheus' format. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Outcome = 'handled' | 'duplicate' | 'overflow' | 'user-error' | 'failed' | 'ignored'

export interface BotMetrics {
  event(kind: string, platform: string, outcome: Outcome, seconds: number): void
}

export const NO_METRICS: BotMetrics = { event: () => {} }

export interface Metrics extends BotMetrics {
  annotated(): void
  suppressed(gate: string): void
  /** The page for Prometheus. */
  page(): Promise<string>
  readonly contentType: string
}

/** In seconds: a lookup takes milliseconds, a log file seconds. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3, 10, 30]

/** @param queueDepth events waiting or running, read whenever the page is requested. */
export function createMetrics(queueDepth: () => number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const events = new Counter({
    name: 'imerr_events_total',
    help: 'Events by kind, platform and outcome',
    labelNames: ['kind', 'platform', 'outcome'],
    registers,
  })
  const latency = new Histogram({
    name: 'imerr_event_seconds',
    help: 'Time from the arrival of an event to its end, in seconds',
    labelNames: ['kind'],
    buckets: BUCKETS,
    registers,
  })
  const annotations = new Counter({ name: 'imerr_annotations_total', help: 'Annotations posted', registers })
  const suppressed = new Counter({
    name: 'imerr_suppressed_total',
    help: 'Messages left without an annotation, by the gate that closed',
    labelNames: ['gate'],
    registers,
  })
  new Gauge({
    name: 'imerr_queue_depth',
    help: 'Events waiting or under way',
    registers,
    collect() {
      this.set(queueDepth())
    },
  })
  return {
    contentType: registry.contentType,
    page: () => registry.metrics(),
    annotated: () => annotations.inc(),
    suppressed: (gate) => suppressed.inc({ gate }),
    event(kind, platform, outcome, seconds) {
      events.inc({ kind, platform, outcome })
      if (outcome !== 'duplicate') latency.observe({ kind }, seconds)
    },
  }
}
