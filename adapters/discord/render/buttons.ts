/** Renders a card's actions as rows of buttons, and decodes a pressed button's id. */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js'
import type { Action } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { safeUrl } from './escape.ts'
import { cut } from './markdown.ts'

export interface Rows {
  readonly rows: APIActionRowComponent<APIButtonComponent>[]
  /** Number of actions that do not fit. */
  readonly dropped: number
}

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const
const HAS_SUFFIX = /#\d+$/

/**
 * The id holds the whole action, so that a button works after a restart. `#n` is added when a message would have the same
 * id twice, which Discord rejects, and when the value itself ends with `#n`.
 */
function customId(id: string, value: string, taken: ReadonlySet<string>): string | undefined {
  const plain = `${id}:${value}`
  if (!taken.has(plain) && !HAS_SUFFIX.test(plain)) return plain.length <= LIMITS.customId ? plain : undefined
  for (let n = 2; ; n++) {
    const numbered = `${plain}#${n}`
    if (numbered.length > LIMITS.customId) return undefined
    if (!taken.has(numbered)) return numbered
  }
}

export function decodeCustomId(given: string): { readonly id: string; readonly value: string } {
  const plain = given.replace(HAS_SUFFIX, '')
  const at = plain.indexOf(':')
  return at < 0 ? { id: plain, value: '' } : { id: plain.slice(0, at), value: plain.slice(at + 1) }
}

/** How the ids of our actions begin. */
const OURS = /^(?:annotate|lookup|incident|triage|form)\.[a-z]+(?:[:#]|$)/

/** True for a card of this or of another imerr: two of them must not answer each other. */
export function isCard(components: readonly unknown[] | undefined): boolean {
  return (components ?? []).some((component) => {
    if (typeof component !== 'object' || component === null) return false
    const { custom_id: id, components: inner } = component as { custom_id?: unknown; components?: unknown }
    return (typeof id === 'string' && OURS.test(id)) || (Array.isArray(inner) && isCard(inner))
  })
}

function buttonOf(action: Action, taken: Set<string>): APIButtonComponent | undefined {
  const label = cut(action.label.replace(/\s+/g, ' ').trim() || '…', LIMITS.buttonLabel)
  if (action.kind === 'link') {
    const url = safeUrl(action.url, LIMITS.buttonUrl)
    return url ? { type: ComponentType.Button, style: ButtonStyle.Link, label, url } : undefined
  }
  const id = customId(action.id, action.value, taken)
  // A truncated id would be another action.
  if (!id) return undefined
  taken.add(id)
  const style = action.style ? STYLES[action.style] : ButtonStyle.Secondary
  return { type: ComponentType.Button, style, label, custom_id: id }
}

export function toRows(actions: readonly Action[]): Rows {
  const taken = new Set<string>()
  const possible = actions.flatMap((action) => buttonOf(action, taken) ?? [])
  const shown = possible.slice(0, LIMITS.rows * LIMITS.buttonsPerRow)
  const rows: APIActionRowComponent<APIButtonComponent>[] = []
  for (let at = 0; at < shown.length; at += LIMITS.buttonsPerRow)
    rows.push({ type: ComponentType.ActionRow, components: shown.slice(at, at + LIMITS.buttonsPerRow) })
  return { rows, dropped: actions.length - shown.length }
}
