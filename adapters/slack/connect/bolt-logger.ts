/** What the adapter writes down, and Bolt's own chatter cut down to what matters. */
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'

const SECRETS = /xox[a-z]-[\w.-]+|xapp-[\w-]+|Bearer\s+\S+|https?:\/\/hooks\.[\w.-]+\/\S+|([?&]ticket=)[\w-]+/gi

export const withoutSecrets = (value: string): string => value.replace(SECRETS, '[secret]')

const said = (parts: readonly unknown[]) =>
  withoutSecrets(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')).slice(0, 500)

/** A logger for Bolt. It never passes on what Bolt says while debugging: that holds whole messages. */
export function createBoltLogger(log: Log): Logger {
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn({ from: 'bolt' }, said(parts)),
    error: (...parts) => log.warn({ from: 'bolt' }, said(parts)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}
