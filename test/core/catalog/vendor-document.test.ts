import { describe, expect, it } from 'vitest'
import { DocumentError, diffDocument, parseDocument, rowDigest } from '../../../src/core/catalog/vendor-document.ts'
import { data } from '../../support/knowledge.ts'

/** A document in the vendor's text form, with rows of our own. */
function documentOf(rows: readonly string[]): string {
  return [
    '# Error Codes',
    '',
    '## 1. Chat SDK Error Codes',
    '',
    '### Common error codes',
    '',
    'Error Code\tDescription',
    ...rows,
  ].join('\n')
}
const filler = Array.from({ length: 60 }, (_, i) => `${6400 + i}\tFiller row ${i}.`)

describe('parseDocument', () => {
  it('joins descriptions across a page break, removes tags and drops duplicates', () => {
    const rows = parseDocument(
      documentOf([
        ...filler,
        '9508\tThe socket was',
        '',
        '\tnot connected.',
        '10062\tNo <code>receipt</code>.',
        '10062\tNo receipt.',
        '-203\tOver the daily limit.',
      ]),
    )
    const byCode = new Map(rows.map((row) => [row.code, row]))
    expect(byCode.get('9508')).toEqual({
      part: 'sdk',
      section: 'Common error codes',
      code: '9508',
      text: 'The socket was not connected.',
    })
    expect(byCode.get('10062')?.text).toBe('No receipt.')
    expect(byCode.get('-203')?.text).toBe('Over the daily limit.')
    expect(rows).toHaveLength(63)
  })

  it('reads the chapters, and a chapter without sections', () => {
    const rows = parseDocument(
      `${documentOf(filler)}\n## 2. Server Error Codes\n### Group error codes\n10010\tGone.\n## 3. Chat SDK V3 Error Codes\n6011\tNobody.`,
    )
    expect(rows.slice(-2).map(({ part, section, code }) => [part, section, code])).toEqual([
      ['server', 'Group error codes', '10010'],
      ['sdk-v3', '', '6011'],
    ])
  })

  it.each([
    ['', /no chapter heading/],
    ['<html><body>Not found</body></html>', /no chapter heading/],
    [documentOf(['10010\tGone.']), /only 1 rows/],
  ])('throws for text that is not the document', (text, message) => {
    expect(() => parseDocument(text)).toThrow(DocumentError)
    expect(() => parseDocument(text)).toThrow(message)
  })
})

describe('diffDocument', () => {
  const [first, second, third] = data.entries.filter(({ source }) => source === 'tencent-chat')
  if (!first || !second || !third) throw new Error('the catalog is empty')
  const row = (entry: typeof first, text: string) => ({
    part: entry.part,
    section: entry.section,
    code: entry.code,
    text,
  })
  const written = (entry: typeof first, text: string) => ({ ...entry, digest: rowDigest(row(entry, text)) })

  it('finds nothing when nothing changed', () => {
    expect(diffDocument([row(first, 'Same.')], [written(first, 'Same.')])).toEqual({
      added: [],
      gone: [],
      changed: [],
      moved: [],
    })
  })

  it('lists what is new, gone, reworded and moved', () => {
    const rows = [
      row(first, 'Now other words.'),
      { ...row(second, 'Same.'), section: 'Elsewhere' },
      { ...row(second, 'Fresh.'), code: '99999' },
    ]
    const diff = diffDocument(rows, [written(first, 'Old words.'), written(second, 'Same.'), third])
    expect(diff.added.map((added) => added.code)).toEqual(['99999'])
    expect(diff.gone.map((gone) => gone.code)).toEqual([third.code])
    expect(diff.changed.map(({ entry }) => entry.code)).toEqual([first.code])
    expect(diff.moved.map(({ entry }) => entry.code)).toEqual([second.code])
  })

  it('ignores entries from other sources', () => {
    expect(diffDocument([], [{ ...first, source: 'team' }]).gone).toEqual([])
  })
})
