/** Where not all can be asked every time: who has waited longest comes first, else in the order given. */
import { createRecent } from '../../../src/chat/recent.ts'

const REMEMBERED = 20_000

export function createTurns() {
  const asked = createRecent<string, number>(REMEMBERED)
  let turn = 0

  return function inTurn(ids: readonly string[], most: number): string[] {
    turn++
    const chosen = [...ids].sort((a, b) => (asked.get(a) ?? 0) - (asked.get(b) ?? 0)).slice(0, most)
    for (const id of chosen) asked.set(id, turn)
    return chosen
  }
}
