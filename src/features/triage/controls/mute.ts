/** `/imtriage mute`: raises no new incident for a code and its cause for a while. */
import { UserError } from '../../../chat/adapter.ts'
import { type Card, notice } from '../../../chat/card.ts'
import type { CommandEvent } from '../../../chat/event.ts'
import type { Knowledge } from '../../../core/knowledge.ts'
import type { Mutes, Scope } from '../../../storage/contract.ts'
import { parseDuration, sayDuration, sayTime } from '../../language/time.ts'
import { causeOf } from '../spikes/judge-spikes.ts'

const EXAMPLE = '/imtriage mute 70001 2h'

export interface MuteDeps {
  readonly mutes: Mutes
  /** Read at every call, because it can be reloaded while the bot runs. */
  readonly knowledge: Pick<Knowledge, 'twins'>
  /** @throws UserError when the word is not a known code */
  readonly codeIn: (word: string | undefined, example: string) => string
  readonly now: () => number
}

export function createMute({ mutes, knowledge, codeIn, now }: MuteDeps) {
  /** Ends the mutes of all codes of the cause: each of them would keep this code silent. */
  async function unmute(scope: Scope, code: string, by: CommandEvent['by']): Promise<Card> {
    const cause = causeOf(code, knowledge.twins)
    const muted = (await mutes.active(scope, now())).map((mute) => mute.code).filter((other) => cause.includes(other))
    if (muted.length === 0) {
      const line = `${code} was not muted, so nothing changes: it raises incidents. What is muted: /imtriage incidents`
      return notice(`${code} is not muted`, line)
    }
    for (const other of muted) await mutes.set(scope, other, now(), { by: { id: by.id, name: by.name }, at: now() })
    const ended = [...new Set([code, ...muted])]
    const line = `${ended.join(', ')} ${ended.length === 1 ? 'raises' : 'raise'} incidents again.`
    return notice(`${code} is not muted any more`, line, 'success')
  }

  return async (scope: Scope, { by }: CommandEvent, [word, ...rest]: readonly string[]): Promise<Card> => {
    const code = codeIn(word, EXAMPLE)
    // "2 h" is a length too, so join the words.
    const length = rest.join(' ')
    if (length === '') throw new UserError(`Say for how long: ${EXAMPLE}, or off to end it`)
    if (length.toLowerCase() === 'off') return unmute(scope, code, by)
    const until = now() + parseDuration(length, EXAMPLE)
    await mutes.set(scope, code, until, { by: { id: by.id, name: by.name }, at: now() })
    const others = causeOf(code, knowledge.twins).filter((other) => other !== code)
    const too = others.length > 0 ? ` The same holds for ${others.join(', ')}, which are the same cause.` : ''
    return notice(
      `${code} is muted`,
      `${code} raises no new incident until ${sayTime(until, now())} (${sayDuration(until - now())}).${too} End it with: /imtriage mute ${code} off`,
      'success',
    )
  }
}
