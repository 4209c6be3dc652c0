import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../../adapters/discord/limits.ts'
import { decodeCustomId, toRows } from '../../../../adapters/discord/render/buttons.ts'
import { renderMessage } from '../../../../adapters/discord/render/card.ts'
import { escapeMarkdown, inlineCode, insideCodeBlock, safeUrl } from '../../../../adapters/discord/render/escape.ts'
import { cut, toMarkdown } from '../../../../adapters/discord/render/markdown.ts'
import { type Action, type Block, bold, type Card, code, link, text } from '../../../../src/chat/card.ts'

const card = (more: Partial<Card> = {}): Card => ({
  tone: 'info',
  title: 'Title',
  summary: 'Summary.',
  blocks: [],
  actions: [],
  ...more,
})

describe('Markdown that users wrote', () => {
  it.each([
    ['*a* _b_ ~c~ |d|', '\\*a\\* \\_b\\_ \\~c\\~ \\|d\\|'],
    ['ERR_USER_SIG_EXPIRED', 'ERR_USER_SIG_EXPIRED'],
    ['__init__', '\\_\\_init\\_\\_'],
    ['# heading\n## two\n-# small', '\\# heading\n\\## two\n\\-# small'],
    ['> quote\n>>> more', '\\> quote\n\\>>> more'],
    ['- item\n+ item\n1. item', '\\- item\n\\+ item\n1\\. item'],
    ['-1 and 12.5', '-1 and 12.5'],
    ['[x](http://a.b)', '\\[x\\](http:\\//a.b)'],
    ['`c`', '\\`c\\`'],
    ['a\\*b', 'a\\\\\\*b'],
    ['@everyone @Here', '@\u200beveryone @\u200bHere'],
    ['<@1> <#2> <@&3> <:e:4>', '\\<\u200b@1> \\<\u200b#2> \\<\u200b@&3> \\<\u200b:e:4>'],
    ['<t:0:R> </cmd:1> <id:browse>', '\\<\u200bt:0:R> \\<\u200b/cmd:1> \\<\u200bid:browse>'],
    ['a\u0000b\u202ec\u001b[31m', 'abc\\[31m'],
    ['<b> & 70001', '\\<b> & 70001'],
  ])('%j is shown as written', (given, expected) => {
    expect(escapeMarkdown(given)).toBe(expected)
  })

  it('cannot break out of code', () => {
    expect(inlineCode('a`b\nc')).toBe('`aˋb c`')
    expect(inlineCode(' ')).toBe('')
    expect(insideCodeBlock('x ``` y ```` z')).not.toContain('```')
    const shown = renderMessage(card({ blocks: [{ kind: 'code', text: '```\n@everyone' }] })).embeds[0]?.description
    expect(shown?.match(/```/g)?.length).toBe(2)
    expect(shown).not.toContain('@everyone')
  })

  it('links only where a link span says so', () => {
    expect(toMarkdown([link('Docs [1]', 'https://a.b/x_(y)')], 500)).toBe('[Docs \\[1\\]](https://a.b/x_%28y%29)')
    expect(toMarkdown([link('run', 'javascript:alert(1)')], 500)).toBe('run')
    expect(safeUrl('not an address', 100)).toBeUndefined()
    expect(toMarkdown([{ kind: 'user', id: '<@1>' }], 500)).toBe('@\\<\u200b@1>')
  })
})

describe('cutting', () => {
  it('keeps graphemes whole', () => {
    expect(cut('ab🧑‍🚀cd', 4)).toBe('ab…')
    expect(cut('👍🏽👍🏽', 5)).toBe('👍🏽…')
    expect(cut('abc', 3)).toBe('abc')
  })
  it('never cuts an escape in two', () => {
    expect(cut('****', 6, escapeMarkdown)).toBe('\\*\\*…')
  })
})

const spans = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 3000 }).map(text),
  fc.string({ maxLength: 400 }).map(bold),
  fc.string({ maxLength: 400 }).map(code),
  fc.constantFrom('`', '``', '**', '_', '@everyone', '\\', '<@123456789012345678>', '[a](https://b.c)').map(text),
  fc.webUrl().map((url) => link('somewhere', url)),
)
const line = fc.array(spans, { maxLength: 5 })
const blocks = fc.oneof(
  line.map((value): Block => ({ kind: 'text', text: value })),
  fc.array(line, { maxLength: 40 }).map((items): Block => ({ kind: 'list', ordered: true, items })),
  fc.array(line, { maxLength: 30 }).map(
    (values): Block => ({
      kind: 'fields',
      fields: values.map((value, i) => ({ name: `n${i}`, value })),
    }),
  ),
  fc.string({ maxLength: 6000 }).map((value): Block => ({ kind: 'code', text: value })),
  fc
    .array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { maxLength: 40 })
    .map((rows): Block => ({ kind: 'table', header: ['a', 'b'], rows })),
)
const cards = fc.record({
  tone: fc.constantFrom('info' as const, 'danger' as const),
  title: fc.string({ unit: 'grapheme', maxLength: 600 }),
  summary: fc.string({ unit: 'grapheme', maxLength: 3000 }),
  blocks: fc.array(blocks, { maxLength: 8 }),
  footer: line,
  actions: fc.array(
    fc.record({
      kind: fc.constant('button' as const),
      id: fc.constant('lookup.show'),
      value: fc.string({ maxLength: 60 }),
      label: fc.string({ unit: 'grapheme', maxLength: 120 }),
    }),
    { maxLength: 40 },
  ),
})

describe('a rendered card', () => {
  it('is within every limit, whatever the card', () => {
    fc.assert(
      fc.property(cards, fc.boolean(), fc.boolean(), (given, plain, calls) => {
        const mention = calls
          ? { users: Array.from({ length: 150 }, (_, i) => `${10n ** 17n + BigInt(i)}`), roles: [] }
          : undefined
        const shown = renderMessage(given, { plain, ...(mention ? { mention } : {}) })
        expect(shown.content.length).toBeLessThanOrEqual(LIMITS.content)
        const [embed] = shown.embeds
        if (plain) expect(shown.content.trim()).not.toBe('')
        else {
          expect((embed?.title ?? embed?.description ?? '').trim()).not.toBe('')
          const sizes = [embed?.title, embed?.description, embed?.footer?.text].map((part) => part?.length ?? 0)
          expect(sizes[0]).toBeLessThanOrEqual(LIMITS.embedTitle)
          expect(sizes[1]).toBeLessThanOrEqual(LIMITS.embedDescription)
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMITS.embedTotal)
        }
        expect(shown.allowed_mentions.parse).toEqual([])
        expect(shown.allowed_mentions.users ?? []).toHaveLength(calls ? LIMITS.mentions : 0)
        const buttons = shown.components.flatMap((row) => row.components)
        const ids = buttons.map((button) => ('custom_id' in button ? button.custom_id : ''))
        expect(new Set(ids).size).toBe(ids.length)
        expect(shown.components.every((row) => row.components.length <= LIMITS.buttonsPerRow)).toBe(true)
        for (const [i, id] of ids.entries())
          if (given.actions.length === ids.length) expect(decodeCustomId(id).value).toBe(given.actions[i]?.value)
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('counts what did not fit', () => {
    const items = Array.from({ length: 60 }, (_, i) => [text(`item ${i}`)])
    const listed = renderMessage(card({ blocks: [{ kind: 'list', ordered: true, items }] })).embeds[0]?.description
    expect(listed).toContain('25. item 24')
    expect(listed).toContain('+35 more')
    const long = Array.from({ length: 9 }, () => ({ kind: 'text' as const, text: [text('word '.repeat(300))] }))
    expect(renderMessage(card({ blocks: long })).embeds[0]?.description).toMatch(/…[\s\S]*\+\d more$/)
    const rows = Array.from({ length: 60 }, (_, i) => [String(i)])
    const table = renderMessage(card({ blocks: [{ kind: 'table', header: ['n'], rows }] })).embeds[0]?.description
    expect(table).toContain('+35 more')
    const actions = Array.from(
      { length: 30 },
      (_, i): Action => ({ kind: 'button', id: 'a', value: `${i}`, label: 'x' }),
    )
    expect(renderMessage(card({ actions })).embeds[0]?.description).toContain('+5 more buttons')
  })

  it('mentions only the given ids, never a pattern', () => {
    const mention = { users: ['100000000000000001'], roles: ['100000000000000002'] }
    const shown = renderMessage(card({ summary: 'Now @everyone' }), { mention })
    expect(shown.content).toBe('<@100000000000000001> <@&100000000000000002> Now @\u200beveryone')
    expect(shown.allowed_mentions).toEqual({ parse: [], ...mention, replied_user: false })
    expect(shown.flags).toBe(0)
    expect(renderMessage(card()).content).toBe('')
  })

  it('shows the same text without embeds', () => {
    const shown = renderMessage(card({ blocks: [{ kind: 'text', text: [text('Body')] }], footer: [text('Foot')] }), {
      plain: true,
    })
    expect(shown.embeds).toEqual([])
    expect(shown.content).toBe('**Title**\nBody\n\n-# Foot')
  })
})

describe('button ids', () => {
  it('are unique, and decode to the action', () => {
    const press = (value: string): Action => ({ kind: 'button', id: 'lookup.show', value, label: 'Show' })
    const ids = toRows([press('1'), press('1'), press('x#7'), press('a:b')]).rows.flatMap((row) =>
      row.components.map((button) => ('custom_id' in button ? button.custom_id : '')),
    )
    expect(ids.map(decodeCustomId).map(({ value }) => value)).toEqual(['1', '1', 'x#7', 'a:b'])
    expect(new Set(ids).size).toBe(4)
  })
})
