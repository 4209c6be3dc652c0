/** Bolt's logger, reduced to warnings and errors: at debug level Bolt logs whole messages. */
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../../src/chat/log.ts'
import { reasonOf, withoutSecrets } from '../api/error-words.ts'

const MAX_LENGTH = 500

export function createBoltLogger(log: Log): Logger {
  const warn = (...parts: readonly unknown[]) =>
    log.warn({ from: 'bolt' }, withoutSecrets(parts.map(reasonOf).join(' ')).slice(0, MAX_LENGTH))
  return {
    debug() {},
    info() {},
    warn,
    error: warn,
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}
