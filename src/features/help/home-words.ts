/** The fixed words of the bot's own page. */
import type { Language } from '../language/language.ts'

const en = {
  summary: 'How to ask imerr, and what is seen most.',
  hello: (name: string): string =>
    `Hello ${name}. I explain Tencent Cloud Chat error codes: what happened and what to do.`,
  explainLog: 'Explain a log',
  seenMost: 'Seen most in the last 7 days',
  people: (count: number): string => (count === 1 ? '1 person' : `${count} people`),
  workspace: 'In this workspace',
  otherwise: (mode: string): string => `Where nothing is set: mode ${mode}`,
  support: (channels: readonly string[]): string => `; auto in ${channels.join(', ')}`,
  mode: (mode: string): string => `mode ${mode}`,
  defaultMode: 'default mode',
  onCall: ', on-call set',
  blind: 'My storage does not answer right now; lookups work all the same.',
}

export type HomeWords = typeof en

const zh: HomeWords = {
  summary: 'imerr 的用法，以及最常出现的错误码。',
  hello: (name) => `${name}，您好。我解释腾讯云 IM 错误码：发生了什么、如何处理。`,
  explainLog: '解释日志',
  seenMost: '最近 7 天最常出现',
  people: (count) => `${count} 人`,
  workspace: '本工作区',
  otherwise: (mode) => `未单独设置的频道：模式 ${mode}`,
  support: (channels) => `；${channels.join('、')} 中为 auto`,
  mode: (mode) => `模式 ${mode}`,
  defaultMode: '默认模式',
  onCall: '，已设置值班',
  blind: '存储暂时没有响应；查询不受影响。',
}

export const HOME_WORDS: Readonly<Record<Language, HomeWords>> = { en, zh }
