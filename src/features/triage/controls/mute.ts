/** `/imtriage mute`: no new incident of a code, and of its cause, for a while. */

import { UserError } from '../../../chat/adapter.ts'
import { type Card, text } from '../../../chat/card.ts'
import type { CommandEvent } from '../../../chat/event.ts'
import type { Twins } from '../../../core/catalog/entry.ts'
import type { Mutes, Scope } from '../../../storage/contract.ts'
import { parseDuration, sayDuration, sayTime } from '../../language/time.ts'
import { causeOf } from '../spikes/judge-spikes.ts'

const EXAMPLE = '/imtriage mute 70001 2h'

export interface MuteDeps {
  readonly mutes: Mutes
  /** As they are now: they can be read again while the bot runs. */
  readonly twins: () => readonly Twins[]
  /** @throws UserError when it is no code */
  readonly codeIn: (word: string | undefined, example: string) => string
  readonly now: () => number
}

const done = (title: string, line: string): Card => ({
  ...{ tone: 'success', title, summary: line, actions: [] },
  blocks: [{ kind: 'text', text: [text(line)] }],
})

export function createMute({ mutes, twins, codeIn, now }: MuteDeps) {
  /** A mute of another code of the same cause keeps this one silent too, so it ends with it. */
  async function unmute(scope: Scope, code: string, by: CommandEvent['by']): Promise<Card> {
    const cause = causeOf(code, twins())
    const muted = (await mutes.active(scope, now())).map((mute) => mute.code).filter((other) => cause.includes(other))
    if (muted.length === 0) {
      const line = `${code} was not muted, so nothing changes: it raises incidents. What is muted: /imtriage incidents`
      return { ...done(`${code} is not muted`, line), tone: 'info' }
    }
    for (const other of muted) await mutes.set(scope, other, now(), { by: { id: by.id, name: by.name }, at: now() })
    const ended = [...new Set([code, ...muted])]
    return done(
      `${code} is not muted any more`,
      `${ended.join(', ')} ${ended.length === 1 ? 'raises' : 'raise'} incidents again.`,
    )
  }

  return async (scope: Scope, { by }: CommandEvent, [word, ...rest]: readonly string[]): Promise<Card> => {
    const code = codeIn(word, EXAMPLE)
    // "2 h" is a length too.
    const length = rest.join(' ')
    if (length === '') throw new UserError(`Say for how long: ${EXAMPLE}, or off to end it`)
    if (length.toLowerCase() === 'off') return unmute(scope, code, by)
    const until = now() + parseDuration(length, EXAMPLE)
    await mutes.set(scope, code, until, { by: { id: by.id, name: by.name }, at: now() })
    const others = causeOf(code, twins()).filter((other) => other !== code)
    const too = others.length > 0 ? ` The same holds for ${others.join(', ')}, which are the same cause.` : ''
    return done(
      `${code} is muted`,
      `${code} raises no new incident until ${sayTime(until, now())} (${sayDuration(until - now())}).${too} End it with: /imtriage mute ${code} off`,
    )
  }
}
