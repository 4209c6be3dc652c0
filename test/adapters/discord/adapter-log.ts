/** A log that collects the adapter's lines. */
import type { Log } from '../../../src/chat/log.ts'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export function quietLog(lines: LogLine[] = []): Log {
  const at = (level: LogLine['level']) => (fields: LogLine['fields'], message: string) =>
    void lines.push({ level, fields, message })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
