/** The fixed words about the files of a message. */
import type { Language } from '../language/language.ts'
import type { Unread } from './read-message.ts'

const en = {
  comma: ', ',
  more: (count: number): string => `+${count} more`,
  in: (name: string): string => `In ${name}: `,
  left: (names: string, why: string): string => `${names} (${why})`,
  unread: (files: string): string => `Not read: ${files}.`,
  why: {
    'too many': (most: number) => `I read ${most} files of a message`,
    'too large': () => 'larger than 32 MB',
    'not text': () => 'no text or log',
    'not opened': () => 'could not be opened',
  } satisfies Record<Unread, (most: number) => string> as Readonly<Record<Unread, (most: number) => string>>,
  begun: (files: string): string => `Only the beginning was read of ${files}.`,
  pending: (files: string): string => `Still reading ${files}.`,
  noCodeIn: (files: string): string => `No code in ${files}.`,
}

export type FileWords = typeof en

const zh: FileWords = {
  comma: '、',
  more: (count) => `等另外 ${count} 个`,
  in: (name) => `${name} 中：`,
  left: (names, why) => `${names}（${why}）`,
  unread: (files) => `未读取：${files}。`,
  why: {
    'too many': (most) => `每条消息读取 ${most} 个文件`,
    'too large': () => '超过 32 MB',
    'not text': () => '不是文本或日志',
    'not opened': () => '无法打开',
  },
  begun: (files) => `只读取了开头部分：${files}。`,
  pending: (files) => `正在读取：${files}。`,
  noCodeIn: (files) => `${files} 中没有错误码。`,
}

export const FILE_WORDS: Readonly<Record<Language, FileWords>> = { en, zh }
