/** Timing and output for the benchmarks. Use medians: single readings on a busy machine mean little. */
import { spawnSync } from 'node:child_process'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Wall time of one whole process, in milliseconds. @throws when it fails */
export function timeProcess(command: string, args: readonly string[]): number {
  const start = performance.now()
  const { status, error } = spawnSync(command, args, { stdio: 'ignore' })
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}`)
  return performance.now() - start
}

/** Calls `work` for about `milliseconds`. @returns calls per second */
export function rate(work: (i: number) => unknown, milliseconds = 500): number {
  for (let i = 0; i < 100; i++) work(i)
  let calls = 0
  const start = performance.now()
  while (performance.now() - start < milliseconds) for (let i = 0; i < 50; i++) work(calls++)
  return calls / ((performance.now() - start) / 1000)
}

const WIDTH = 44

export const heading = (title: string) => process.stdout.write(`\n${title}\n`)
export const row = (name: string, value: string) => process.stdout.write(`  ${name.padEnd(WIDTH)} ${value}\n`)
export const ms = (value: number) => `${value.toFixed(1)} ms`
export const perSecond = (value: number) => `${Math.round(value).toLocaleString('en-US')} /s`
