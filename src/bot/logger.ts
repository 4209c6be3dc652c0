/** The log: one redacted JSON line per outcome. Errors of libraries are redacted too. */
import { pino } from 'pino'
import type { Log } from '../chat/log.ts'

interface Described {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: Described
}

/** Picks these fields only: libraries' errors carry requests, headers and tokens in others. Three causes deep. */
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
    // Synchronous, so that the last line before a crash is written.
    pino.destination({ dest: to, sync: true }),
  )
}
