/** The log: one JSON line per outcome. Whatever is written goes through redaction, errors of other people's code above all. */
import { pino } from 'pino'
import type { Log } from '../chat/log.ts'

interface Described {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: Described
}

/** Errors carry requests, headers and tokens in fields of their own; only these few are written. */
export function describeError(error: unknown, redact: (text: string) => string, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: redact(String(error)) }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: redact(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(error.stack ? { stack: redact(error.stack) } : {}),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, redact, depth + 1) } : {}),
  }
}

export interface LoggerOptions {
  readonly level: string
  /** File descriptor: 1 standard output, 2 standard error. */
  readonly to: 1 | 2
  readonly redact: (text: string) => string
}

export function createLogger({ level, to, redact }: LoggerOptions): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => (error === undefined ? undefined : describeError(error, redact)) },
      hooks: {
        logMethod(args, method) {
          const [fields, message] = args as unknown as [object, string | undefined]
          method.apply(this, [fields, message === undefined ? undefined : redact(message)] as never)
        },
      },
    },
    // Synchronous: the last line before a crash is the one that is needed.
    pino.destination({ dest: to, sync: true }),
  )
}
