/** How the processes of the Discord bench talk with the one that measures. */

/** What the parent asks of a process. */
export type Order =
  | { readonly kind: 'say'; readonly messages: number }
  | { readonly kind: 'ask'; readonly times: number }
  | { readonly kind: 'count'; readonly messages: number }
  | { readonly kind: 'memory' }

export type Report =
  | { readonly kind: 'platform'; readonly apiUrl: string; readonly token: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'latencies'; readonly ms: readonly number[] }
  /** CPU microseconds of this process for all the messages. */
  | { readonly kind: 'counted'; readonly cpu: number; readonly ms: number }
  | { readonly kind: 'memory'; readonly rss: number }

export const tell = (report: Report) => process.send?.(report)
export const onOrder = (take: (order: Order) => void) => process.on('message', (order) => take(order as Order))

/** Counts messages, and tells when so many have been handled. */
export function createCounter() {
  let left = 0
  let begun = 0
  let before = process.cpuUsage()
  onOrder((order) => {
    if (order.kind === 'memory') {
      globalThis.gc?.()
      tell({ kind: 'memory', rss: process.memoryUsage.rss() })
    }
    if (order.kind !== 'count') return
    left = order.messages
    begun = performance.now()
    before = process.cpuUsage()
  })
  return () => {
    if (--left !== 0) return
    const { user, system } = process.cpuUsage(before)
    tell({ kind: 'counted', cpu: user + system, ms: performance.now() - begun })
  }
}
