/** Plays long outages of Discord quickly. */
import type { Wait } from '../../../adapters/discord/options.ts'
import type { LocalDiscord } from '../../platforms/discord/local-discord.ts'
import { ApiError } from '../../platforms/discord/rest/api-error.ts'
import type { Call } from '../../platforms/discord/rest/request.ts'

const TIMES_FASTER = 100

/** The bot's waits, a hundred times shorter. */
export const hastened: Wait = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds / TIMES_FASTER)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
    if (signal?.aborted) reject(signal.reason)
  })

/** Waits so many of the bot's shortened seconds. */
export const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, (count * 1_000) / TIMES_FASTER))

/** From now on Discord refuses requests. @returns a function that ends the outage */
export function beginOutage({ rest }: LocalDiscord, fails: (call: Call) => boolean = () => true, status = 503) {
  rest.intercept = (call) => {
    if (fails(call)) throw new ApiError(status, { message: `${status}: no`, code: 0 })
  }
  return () => {
    rest.intercept = undefined
  }
}
