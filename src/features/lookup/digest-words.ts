/** The fixed words of a log's digest. */
import type { Place } from '../../core/scan/digest.ts'
import type { Language } from '../language/language.ts'

const en = {
  theLog: 'The log',
  times: (count: number): string => (count === 1 ? 'once' : `${count} times`),
  where: ({ line, time }: Place): string => `line ${line}${time ? ` (${time})` : ''}`,
  to: ' to ',
  comma: ', ',
  from: (calls: string): string => `From: ${calls}`,
  lines: (count: number): string => (count === 1 ? '1 line' : `${count} lines`),
  truncated: 'only the beginning was read',
  unrecognised: (numbers: string): string => `Not in the catalog: ${numbers}`,
  firstIn: (number: string, times: string, line: number): string => `${number} (${times}, first in line ${line})`,
  secrets: (names: readonly string[]): string => `It holds secrets: ${names.join(', ')}.`,
  replace: ' Do not pass it on as it is; replace the secrets.',
  noCode: 'no Tencent Chat error code',
  likely: 'Likely cause, because it came first: ',
  followed: 'What followed',
  more: (count: number): string => `and ${count} more: `,
  codes: (count: number): string => (count === 1 ? '1 code' : `${count} codes`),
  summary: (cause: string): string => `likely cause ${cause}`,
}

export type DigestWords = typeof en

const zh: DigestWords = {
  theLog: '日志',
  times: (count) => `${count} 次`,
  where: ({ line, time }) => `第 ${line} 行${time ? `（${time}）` : ''}`,
  to: ' 至 ',
  comma: '，',
  from: (calls) => `来源接口：${calls}`,
  lines: (count) => `${count} 行`,
  truncated: '只读取了开头部分',
  unrecognised: (numbers) => `未收录的数字：${numbers}`,
  firstIn: (number, times, line) => `${number}（${times}，首次出现在第 ${line} 行）`,
  secrets: (names) => `其中含有凭证：${names.join('、')}。`,
  replace: '请勿原样转发，并更换这些凭证。',
  noCode: '没有腾讯云 IM 错误码',
  likely: '最可能的原因（最先出现）：',
  followed: '随后出现',
  more: (count) => `还有 ${count} 个：`,
  codes: (count) => `${count} 个错误码`,
  summary: (cause) => `最可能的原因是 ${cause}`,
}

export const DIGEST_WORDS: Readonly<Record<Language, DigestWords>> = { en, zh }
