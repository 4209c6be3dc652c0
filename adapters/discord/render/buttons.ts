/** A card's actions as rows of buttons, and a pressed button's id back into the action. */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js'
import type { Action } from '../../../src/chat/card.ts'
import { LIMITS } from '../limits.ts'
import { safeUrl } from './escape.ts'
import { cut } from './markdown.ts'

export interface Rows {
  readonly rows: APIActionRowComponent<APIButtonComponent>[]
  /** Actions that have no place. */
  readonly dropped: number
}

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const
const HAS_SUFFIX = /#\d+$/

/**
 * Everything is in the id, so that a button works after any restart. A number is added where a message would hold the
 * same id twice, which Discord refuses, and where the value itself ends like such a number.
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

/** The first part of our actions' ids. */
const OURS = /^(?:annotate|lookup|incident|triage|form)\.[a-z]+(?:[:#]|$)/

/** True for a card of imerr, of this bot or of another one: two of them must not answer each other. */
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
  // Cut, the id would stand for another action.
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
