/** The fixed words of an answer. Titles and advice come from the catalog, which is written in English. */
import type { Language } from '../language/language.ts'

const en = {
  helpTitle: 'Ask about a Tencent Cloud Chat error',
  helpSummary: 'Ask with a code, an SDK constant, or a few words.',
  helpLine: 'Type a code, an SDK constant, or a few words in English or Chinese. For example:',
  otherSign: 'With the other sign it is known: ',
  signIsPart: 'The sign is part of the code.',
  fallsAmong: (place: string) => `Its number falls among: ${place}. The nearest known codes:`,
  otherProduct:
    'The number is far from every known code, so it probably belongs to another product: an HTTP status, a database, the operating system.',
  ownRanges: (ranges: readonly string[]) => `Codes an app defines itself lie in ${ranges.join(' and ')}.`,
  unknownTitle: (code: string) => `${code} · Not a known Tencent Cloud Chat code`,
  unknownSummary: (code: string) => `${code} is not in the Tencent Cloud Chat error code list.`,
  askTencent:
    'If it came from the Chat SDK or its REST API, send the API, the code and the error information to Tencent support.',
  guessed: 'No such constant; the nearest is ',
  signMatters: 'The sign matters: ',
  isAnother: (title: string) => ` is another error (${title}).`,
  more: (codes: readonly string[]) => `And ${codes.length} more: ${codes.join(', ')}.`,
  notKnown: (codes: readonly string[]) => `Not a known code: ${codes.join(', ')}.`,
  noneKnown: 'None of these is a known Tencent Cloud Chat code',
  codes: (count: number) => (count === 1 ? '1 code' : `${count} codes`),
  fit: (words: string) => `Codes that fit "${words}"`,
  nothingFits: 'Nothing fits these words',
  nothingFitsSummary: (words: string) => `No Tencent Cloud Chat error fits "${words}".`,
  otherWords: 'Try the number itself, or other words for what happened: "kicked offline", "token expired", "群满了".',
  noCodeNumber: 'That number cannot be a Tencent Cloud Chat code',
  codesAreShort:
    'Codes are short whole numbers such as 10010, 6206 or -10113. Look for digits that were added or joined on the way; a long number is rather a time, an id or a phone number.',
  noCodeTitle: 'No Tencent Chat error code found',
  noCode:
    'No number in this text is said to be a Tencent Chat error code. If you know the code, ask for it: /imerr 10010',
  share: 'Share here',
  secretToBot: 'Your message holds a secret. Please delete it and replace the secret.',
}

export type AnswerWords = typeof en

const zh: AnswerWords = {
  helpTitle: '查询腾讯云 IM 错误',
  helpSummary: '可以用错误码、SDK 常量名或几个词来查询。',
  helpLine: '请输入错误码、SDK 常量名，或几个中文或英文词。例如：',
  otherSign: '符号相反的错误码是已知的：',
  signIsPart: '正负号是错误码的一部分。',
  fallsAmong: (place) => `这个号码位于：${place}。最接近的已知错误码：`,
  otherProduct: '这个数字与所有已知错误码都相距很远，很可能属于其他产品，例如 HTTP 状态码、数据库或操作系统。',
  ownRanges: (ranges) => `应用自定义的错误码位于 ${ranges.join(' 和 ')}。`,
  unknownTitle: (code) => `${code} · 不是已知的腾讯云 IM 错误码`,
  unknownSummary: (code) => `${code} 不在腾讯云 IM 错误码列表中。`,
  askTencent: '如果它来自 IM SDK 或 REST API，请把接口名、错误码和错误信息提供给腾讯云技术支持。',
  guessed: '没有这个常量，最接近的是 ',
  signMatters: '注意正负号：',
  isAnother: (title) => ` 是另一个错误（${title}）。`,
  more: (codes) => `还有 ${codes.length} 个：${codes.join('、')}。`,
  notKnown: (codes) => `不是已知错误码：${codes.join('、')}。`,
  noneKnown: '这些都不是已知的腾讯云 IM 错误码',
  codes: (count) => `${count} 个错误码`,
  fit: (words) => `与“${words}”相关的错误码`,
  nothingFits: '没有找到相关的错误码',
  nothingFitsSummary: (words) => `没有与“${words}”相关的腾讯云 IM 错误码。`,
  otherWords: '请直接输入错误码，或换几个词描述问题，例如：“被踢下线”、“token expired”、“群满了”。',
  noCodeNumber: '这个数字不可能是腾讯云 IM 错误码',
  codesAreShort:
    '错误码是较短的整数，例如 10010、6206 或 -10113。请检查是否多出或连在一起的数字；很长的数字多半是时间、ID 或电话号码。',
  noCodeTitle: '没有找到腾讯云 IM 错误码',
  noCode: '这段文字里没有数字被当作腾讯云 IM 错误码。如果您知道错误码，请直接查询：/imerr 10010',
  share: '分享到此处',
  secretToBot: '您的消息中含有密钥或凭证。请删除该消息并更换凭证。',
}

export const ANSWER_WORDS: Readonly<Record<Language, AnswerWords>> = { en, zh }
