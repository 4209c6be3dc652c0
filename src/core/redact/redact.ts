/** Removes secrets and personal data from quoted text, and reports which kinds of secrets a text contains. */
import type { RedactionRules } from './rules.ts'

/** A kind of secret; never the secret itself. */
export interface SecretKind {
  readonly name: string
  readonly danger: string
  readonly rotate: string
}

export type Redactor = Readonly<ReturnType<typeof createRedactor>>

const MAX_PASSES = 8
/** Terminal colours: right before a secret, their last letter would be read as part of it. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}m`, 'g')
const colourless = (text: string) => (text.includes('\u001b') ? text.replace(COLOURS, '') : text)

export function createRedactor({ rules }: RedactionRules) {
  const compiled = rules.map((rule) => ({
    pattern: new RegExp(rule.pattern, 'giu'),
    replacement: `[${rule.name}]`,
    kind: rule.secret ? { name: rule.name, danger: rule.danger, rotate: rule.rotate } : undefined,
  }))
  const remove = (text: string, { pattern, replacement }: (typeof compiled)[number]) =>
    text.replace(pattern, (...found: unknown[]) => {
      const groups = found.at(-1)
      const keep = typeof groups === 'object' && groups !== null ? (groups as { keep?: string }).keep : undefined
      return `${keep ?? ''}${replacement}`
    })
  const apply = (text: string) => compiled.reduce(remove, colourless(text))
  // The result of one rule can match another, so repeat until nothing changes.
  const redact = (text: string): string => {
    let before = text
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const after = apply(before)
      if (after === before) break
      before = after
    }
    return before
  }
  return {
    /** Replaces everything private by its name in brackets. Idempotent. */
    redact,
    /** Every kind of secret that is recognised. */
    secretKinds: compiled.flatMap(({ kind }): readonly SecretKind[] => (kind ? [kind] : [])),
    /** The kinds of secrets in the text, each once. */
    secretsIn(text: string): readonly SecretKind[] {
      const kinds: SecretKind[] = []
      // In rule order, removing each match, so that one secret counts as one kind although later rules match it too.
      let rest = colourless(text)
      for (const rule of compiled) {
        if (!rule.kind) continue
        const after = remove(rest, rule)
        if (after !== rest) kinds.push(rule.kind)
        rest = after
      }
      return kinds
    },
  }
}
