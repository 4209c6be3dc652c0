/** Precision and recall on our labelled messages. Rules were tuned on them, so this catches regressions only. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { THRESHOLDS } from '../../../src/core/detect/detect.ts'
import { knowledge } from '../../support/knowledge.ts'

interface Labelled {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly expect: readonly string[]
}

const messages = readFileSync(join(import.meta.dirname, '../../corpus/messages.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): Labelled => JSON.parse(line))
const { detect } = knowledge
const judged = messages.map((message) => {
  const spoken = detect(message.text).filter(({ confidence }) => confidence >= THRESHOLDS.uninvited)
  const codes = [...new Set(spoken.map(({ code }) => code))]
  return {
    ...message,
    right: codes.filter((code) => message.expect.includes(code)),
    wrong: codes.filter((code) => !message.expect.includes(code)),
    missed: message.expect.filter((code) => !codes.includes(code)),
  }
})
const count = (key: 'right' | 'wrong' | 'missed') => judged.reduce((sum, message) => sum + message[key].length, 0)
const show = ({ id, text, wrong, missed }: (typeof judged)[number]) =>
  `${id} wrong=[${wrong}] missed=[${missed}] ${text}`

describe('messages.jsonl', () => {
  it('has every kind of message, each once', () => {
    expect(messages.length).toBeGreaterThanOrEqual(250)
    expect(new Set(messages.map(({ text }) => text)).size).toBe(messages.length)
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
    const kinds = ['alert', 'bare', 'code', 'json', 'log', 'mixed', 'negative', 'prose', 'stack', 'table']
    expect([...new Set(messages.map(({ kind }) => kind))].sort()).toEqual(kinds)
  })
  it('is answered with a precision of 0.99', () => {
    const share = count('right') / (count('right') + count('wrong'))
    expect(
      share,
      judged
        .filter(({ wrong }) => wrong.length > 0)
        .map(show)
        .join('\n'),
    ).toBeGreaterThanOrEqual(0.99)
  })
  it('is answered with a recall of 0.98', () => {
    const share = count('right') / (count('right') + count('missed'))
    expect(
      share,
      judged
        .filter(({ missed }) => missed.length > 0)
        .map(show)
        .join('\n'),
    ).toBeGreaterThanOrEqual(0.98)
  })
  it.each(judged.filter(({ expect }) => expect.length === 0).map((message) => [message.text, message] as const))(
    'leaves alone: %s',
    (_, { wrong }) => {
      expect(wrong).toEqual([])
    },
  )
})
