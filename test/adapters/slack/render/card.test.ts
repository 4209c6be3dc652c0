/** Rendered cards: complete as text, within every limit, and without accidental pings or links. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderCard, renderText } from '../../../../adapters/slack/render/card.ts'
import { cut, lengthOf } from '../../../../adapters/slack/render/graphemes.ts'
import { pasteForm, renderHome, renderModal } from '../../../../adapters/slack/render/views.ts'
import { bold, type Card, code, link, type Span, text } from '../../../../src/chat/card.ts'
import { blockErrors, viewErrors } from '../../../platforms/slack/block-kit/block-kit.ts'
import { messageProblems, refuseMessage } from '../../../platforms/slack/block-kit/message-rules.ts'
import { pingsOf, readable } from '../../../platforms/slack/block-kit/mrkdwn.ts'
import type { Json } from '../../../platforms/slack/workspace/model.ts'
import { card } from '../connected.ts'

const hostile = fc.constantFrom(
  ...['<!channel>', '<@U1>', '&', '<', '>', '*b*', '`', '```', '\u0000', '\ud83d', '👩‍👩‍👧', '\u202e', '|', '', '中文'],
)
const words = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 40 })), { maxLength: 12 })
  .map((w) => w.join(''))
const long = fc.oneof(
  words,
  fc.tuple(words, fc.integer({ min: 1, max: 400 })).map(([w, n]) => w.repeat(n).slice(0, 9_000)),
)
const span: fc.Arbitrary<Span> = fc.oneof(
  long.map(text),
  long.map(bold),
  long.map(code),
  fc.tuple(words, fc.oneof(fc.webUrl(), words)).map(([label, url]) => link(label, url)),
  fc.record({ kind: fc.constant('user' as const), id: fc.constantFrom('U1', '<!channel>') }),
)
const line = fc.array(span, { maxLength: 4 })
const block: fc.Arbitrary<Card['blocks'][number]> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: line }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ name: words, value: line }), { maxLength: 80 }),
  }),
  fc.record({ kind: fc.constant('list' as const), ordered: fc.boolean(), items: fc.array(line, { maxLength: 80 }) }),
  fc.record({ kind: fc.constant('code' as const), text: long }),
  fc.record({
    kind: fc.constant('table' as const),
    header: fc.array(words, { maxLength: 6 }),
    rows: fc.array(fc.array(words, { maxLength: 7 }), { maxLength: 80 }),
  }),
)
const action: fc.Arbitrary<Card['actions'][number]> = fc.oneof(
  fc.record({
    kind: fc.constant('button' as const),
    id: fc.constant('lookup.show'),
    value: fc.string({ maxLength: 60 }),
    label: words,
  }),
  fc.record({ kind: fc.constant('link' as const), label: words, url: fc.oneof(fc.webUrl(), words) }),
)
const anyCard: fc.Arbitrary<Card> = fc.record({
  tone: fc.constantFrom('info' as const, 'success' as const, 'warning' as const, 'danger' as const),
  title: long,
  summary: long,
  url: fc.oneof(fc.webUrl(), words),
  blocks: fc.array(block, { maxLength: 70 }),
  actions: fc.array(action, { maxLength: 60 }),
  footer: line,
})

const asMessage = (given: Card, size: 'full' | 'short' = 'full') =>
  JSON.parse(JSON.stringify(renderCard(given, { size }))) as { text: string; blocks: Json[] }

describe('any card', () => {
  it('renders as a message that Slack accepts and that pings nobody', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom('full' as const, 'short' as const), (given, size) => {
        const message = asMessage(given, size)
        const quiet = { unfurl_links: false, unfurl_media: false }
        refuseMessage(message)
        expect(messageProblems({ ...message, ...quiet }, 'post')).toEqual([])
        expect(pingsOf(message)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('renders as a modal and an App Home that Slack accepts', () => {
    fc.assert(
      fc.property(anyCard, (given) => {
        for (const view of [renderModal(given), renderHome(given)])
          expect(viewErrors(JSON.parse(JSON.stringify(view)) as Json)).toEqual([])
      }),
      { numRuns: 80 },
    )
  })
})

describe('a card on Slack', () => {
  it('holds everything in its text too', () => {
    const given = card('Title', {
      summary: 'Error 70001: expired.',
      blocks: [
        { kind: 'text', text: [text('Get a new one & '), link('read', 'https://a.example/x')] },
        { kind: 'list', ordered: true, items: [[code('login')], [text('again')]] },
        { kind: 'fields', fields: [{ name: 'Owner', value: [text('app')] }] },
        { kind: 'table', header: ['code', 'count'], rows: [['70001', '3']] },
      ],
      footer: [text('from the catalog')],
    })
    const said = renderText(given)
    expect(said.startsWith('Error 70001: expired.')).toBe(true)
    for (const part of ['Title', '&amp; read (https://a.example/x)', '1. login', 'Owner: app', '70001 | 3', 'catalog'])
      expect(said).toContain(part)
  })

  it('keeps styles, and shows user text literally', () => {
    const shown = asMessage(
      card('T', { blocks: [{ kind: 'text', text: [bold('*x*'), text(' _y_ <!here>'), code('`z`')] }] }),
    )
    expect(JSON.stringify(shown.blocks)).toContain('{"type":"text","text":"*x*","style":{"bold":true}}')
    expect(readable(shown)).toContain('*x* _y_ <!here>`z`')
  })

  it('says what was left out', () => {
    const items = Array.from({ length: 100 }, (_, i) => [text(`item ${i}`)])
    const rows = Array.from({ length: 90 }, (_, i) => [String(i)])
    expect(readable(asMessage(card('T', { blocks: [{ kind: 'list', ordered: false, items }] })))).toContain(
      '+40 more items',
    )
    expect(readable(asMessage(card('T', { blocks: [{ kind: 'table', header: ['n'], rows }] })))).toContain(
      '+30 more rows',
    )
    const lines = Array.from({ length: 2_000 }, (_, i) => `line ${i}`).join('\n')
    expect(readable(asMessage(card('T', { blocks: [{ kind: 'code', text: lines }] })))).toMatch(/\+\d+ more lines/)
    const blocks = Array.from({ length: 60 }, () => ({ kind: 'text' as const, text: [text('x')] }))
    expect(readable(asMessage(card('T', { blocks })))).toContain('+20 more parts')
    const actions = Array.from({ length: 30 }, (_, i) => ({
      kind: 'button' as const,
      id: 'a',
      value: `${i}`,
      label: `${i}`,
    }))
    expect(readable(asMessage(card('T', { actions })))).toContain('+5 more')
  })

  it('links only web addresses', () => {
    const spans = [link('bad', 'javascript:alert(1)'), link('good', 'https://a.example')]
    const shown = JSON.stringify(asMessage(card('T', { url: 'file:///x', blocks: [{ kind: 'text', text: spans }] })))
    expect(shown).not.toContain('javascript')
    expect(shown).not.toContain('file:///')
    expect(shown).toContain('"url":"https://a.example"')
  })

  it('renders a paste form that Slack accepts', () => {
    expect(viewErrors(JSON.parse(JSON.stringify(pasteForm())) as Json)).toEqual([])
    expect(blockErrors(pasteForm().blocks, 'modal')).toEqual([])
  })
})

describe('cutting', () => {
  it.each([
    ['short', 10, 'short'],
    ['👩‍👩‍👧👩‍👩‍👧', 6, '👩‍👩‍👧…'],
    ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
    ['abcdef', 4, 'abc…'],
  ])('%s to %i', (value, most, shown) => {
    expect(cut(value, most)).toBe(shown)
    expect(lengthOf(cut(value, most))).toBeLessThanOrEqual(most)
  })
})

it('keeps a list with the line above it, and the footer above the buttons', () => {
  const { blocks } = renderCard({
    tone: 'info',
    title: 'T',
    summary: 'S.',
    blocks: [
      { kind: 'text', text: [text('What to do')] },
      { kind: 'list', ordered: true, items: [[text('one')]] },
      { kind: 'code', text: 'log' },
      { kind: 'list', ordered: false, items: [[text('two')]] },
    ],
    actions: [{ kind: 'button', id: 'a', value: 'v', label: 'A' }],
    footer: [text('Documents')],
  })
  expect(blocks.map(({ type }) => type)).toEqual(['header', ...Array(3).fill('rich_text'), 'context', 'actions'])
  expect(blocks[1]).toMatchObject({ elements: [{ type: 'rich_text_section' }, { type: 'rich_text_list' }] })
})
