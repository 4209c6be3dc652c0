import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Card, prose, text } from '../../src/chat/card.ts'
import { renderPlain } from '../../src/chat/plain.ts'
import { entryCard } from '../../src/features/lookup/entry-card.ts'
import { data, knowledge } from '../support/knowledge.ts'

const plain = { width: 80, color: false }
const card = (changes: Partial<Card> = {}): Card => ({
  tone: 'info',
  title: 'Title',
  summary: 'Summary.',
  blocks: [],
  actions: [],
  ...changes,
})
/** Columns on a terminal: wide characters take two. */
const columns = (line: string) =>
  [...line].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(character) ? 2 : 1),
    0,
  )

describe('renderPlain', () => {
  it('shows every kind of block', () => {
    const shown = renderPlain(
      card({
        blocks: [
          { kind: 'text', text: prose('Call `login` again.') },
          { kind: 'list', ordered: true, items: [[text('one')], [text('two')]] },
          { kind: 'fields', fields: [{ name: 'Retry', value: [text('no')] }] },
          { kind: 'code', text: 'a\nb' },
          { kind: 'table', header: ['Code', 'People'], rows: [['10010', '4']] },
        ],
        footer: [{ kind: 'link', text: 'Docs', url: 'https://example.com/' }],
      }),
      plain,
    )
    expect(shown).toBe(
      'Title\nCall login again.\n  1. one\n  2. two\n\nRetry  no\n\n    a\n    b\n\nCode   People\n10010  4\n\nDocs <https://example.com/>\n'.replace(
        'Title\n',
        'Title\n',
      ),
    )
  })

  it('offers buttons as numbers only where they can be pressed', () => {
    const withButton = card({ actions: [{ kind: 'button', id: 'lookup.show', value: '10015', label: '10015' }] })
    expect(renderPlain(withButton, { ...plain, choices: { first: 1 } })).toContain('[1] 10015')
    expect(renderPlain(withButton, plain)).not.toContain('10015')
  })

  it('lets no escape sequence through, and paints only when asked', () => {
    const hostile = card({
      title: '\u001b[31mred\u001b]0;title\u0007 \u009b2Jx',
      blocks: [{ kind: 'code', text: '\u001b[2Jboom\u0007' }],
    })
    expect(renderPlain(hostile, plain)).not.toMatch(/[^\P{Cc}\n]/u)
    expect(renderPlain(card(), { width: 80, color: true })).toMatch(/[^\P{Cc}\n]/u)
  })

  it('keeps every entry within 80 columns', () => {
    for (const entry of data.entries) {
      for (const line of renderPlain(entryCard(entry, knowledge.catalog), plain).split('\n')) {
        // An address that is longer than the line may not be broken by us, but the terminal still wraps it.
        if (!line.includes('https://')) expect(columns(line), line).toBeLessThanOrEqual(80)
      }
    }
  })

  it('is total: any text, any width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: -5, max: 200 }), (value, width) => {
        expect(
          typeof renderPlain(card({ title: value, blocks: [{ kind: 'text', text: [text(value)] }] }), {
            width,
            color: true,
          }),
        ).toBe('string')
      }),
    )
  })
})
