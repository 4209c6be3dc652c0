/** Takes secrets and people's data out of whatever is quoted, and says which secrets a text holds. */
import type { RedactionRules } from './rules.ts'

/** A kind of secret that was found; never the secret. */
export interface SecretKind {
  readonly name: string
  readonly danger: string
  readonly rotate: string
}

export interface Redactor {
  /** The text with everything private replaced by its name in brackets. Applying it twice changes nothing more. */
  redact(text: string): string
  /** Kinds of secrets in the text, each once. */
  secretsIn(text: string): readonly SecretKind[]
  /** Every kind of secret that is looked for. */
  readonly secretKinds: readonly SecretKind[]
}

const MAX_PASSES = 8
/** Colours of a terminal stand right before a secret, and their last letter would be read as part of it. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}m`, 'g')
const colourless = (text: string) => (text.includes('\u001b') ? text.replace(COLOURS, '') : text)

export function createRedactor({ rules }: RedactionRules): Redactor {
  const compiled = rules.map((rule) => ({
    pattern: new RegExp(rule.pattern, 'giu'),
    replacement: `[${rule.name}]`,
    kind: rule.secret ? { name: rule.name, danger: rule.danger, rotate: rule.rotate } : undefined,
  }))
  const takeOut = (text: string, { pattern, replacement }: (typeof compiled)[number]) =>
    text.replace(pattern, (...found: unknown[]) => {
      const groups = found.at(-1)
      const keep = typeof groups === 'object' && groups !== null ? (groups as { keep?: string }).keep : undefined
      return `${keep ?? ''}${replacement}`
    })
  const apply = (text: string) => compiled.reduce(takeOut, colourless(text))
  // What one rule leaves can be what another looks for; nothing may be left at the end.
  const redact = (text: string) => {
    let before = text
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const after = apply(before)
      if (after === before) break
      before = after
    }
    return before
  }
  return {
    redact,
    secretKinds: compiled.flatMap(({ kind }) => kind ?? []),
    secretsIn(text) {
      const kinds: SecretKind[] = []
      // In the order of redact, so that one secret is one kind although a later rule knows its shape too.
      let rest = colourless(text)
      for (const rule of compiled) {
        if (!rule.kind) continue
        const after = takeOut(rest, rule)
        if (after !== rest) kinds.push(rule.kind)
        rest = after
      }
      return kinds
    },
  }
}
