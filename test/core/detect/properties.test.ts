/** For any text: no error, correct spans, and time proportional to its length. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../src/core/detect/plain-text.ts'
import { knowledge } from '../../support/knowledge.ts'
import { growth, MAX_GROWTH } from './growth.ts'

const { detect, catalog } = knowledge
const codes = catalog.entries.map((entry) => entry.code)
const symbols = catalog.entries.flatMap((entry) => entry.symbols)
const PIECES = [
  'ErrorCode: ',
  '错误码',
  '"code":',
  '|code:',
  '－',
  '-',
  ' ',
  '\n',
  '，',
  '{',
  '}',
  '"',
  '\\"',
  'onError(',
  '７０００１',
  'WinError ',
  'Discord ',
  'TIM: ',
  '腾讯IM',
  ' and ',
  '/',
  '.',
  ':',
  '0',
  '9',
  '\ud83d',
  '👨‍👩‍👧',
]
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...PIECES),
  fc.constantFrom(...codes, ...symbols),
  fc.integer().map(String),
)
const anyText = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

describe('any text', () => {
  it('never throws, and every span contains its code', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        let last = 0
        for (const { code, start, end, confidence } of detect(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(confidence).toBeGreaterThan(0)
          expect(confidence).toBeLessThanOrEqual(1)
          const shown = plainText(text.slice(start, end))
          const said = /^-?\d+$/.test(shown) ? String(Number(shown)) : catalog.bySymbol(shown)[0]?.code
          expect(said).toBe(code)
          last = end
        }
      }),
      { numRuns: 3000 },
    )
  })
  it('gives the same result twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(detect(text)).toEqual(detect(text))
      }),
      { numRuns: 300 },
    )
  })
})

describe('time grows linearly with the length', () => {
  it.each([
    ['one run of digits', '1'],
    ['codes without end', '10010 '],
    ['codes with a cue each', 'ErrorCode: 10010, '],
    ['minus signs', '-'],
    ['minus signs and digits', '-1'],
    ['a span of spans', '10003-10008-'],
    ['braces', '{"a":'],
    ['open braces', '{'],
    ['escaped quotes', '\\"'],
    ['cues without numbers', 'error code: '],
    ['Chinese cues without numbers', '错误码返回报错'],
    ['Chinese words', '腾讯云即时通信登录失败'],
    ['signs of owners', 'WinError DiscordAPIError '],
    ['spaces', ' '],
    ['line breaks', '\n'],
    ['what begins a constant', 'err_'],
    ['constants', 'ERR_SVR_GROUP_NOT_FOUND '],
    ['full-width digits', '１'],
    ['words joined by underscores', 'code_'],
    ['dots', '1.'],
    ['commas', 'a,b,'],
    ['numbers and commas', '10010,'],
    ['rows of a table', 'ErrorCode,a\n10010,1\n'],
    ['rows of counts', '10010  6015\n 871 9507\n'],
    ['columns set with spaces', 'error code  count  10010\n'],
    ['nouns beside codes', 'error 70001 on pod 6012 '],
    ['Chinese nouns beside codes', '报错10010，节点6012写的'],
    ['ports that move', 'port listens '],
    ['measures', 'limit a b c '],
    ['who speaks', '会员系统返回码'],
    ['constants of a program', 'const ERR = 10010; '],
  ])(
    '%s',
    (_, unit) => {
      expect(growth(detect, unit)).toBeLessThanOrEqual(MAX_GROWTH)
    },
    60_000,
  )
})
