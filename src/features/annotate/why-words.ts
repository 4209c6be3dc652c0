/** The fixed words of `/imerr why`. Evidence and rivals are diagnoses of the detector, in English. */

import type { Language } from '../language/language.ts'
import { SETTINGS_WORDS, type SettingsWords } from '../settings/settings-words.ts'
import type { Share } from './budget.ts'
import type { Gate } from './gate.ts'

const en = {
  title: 'Why',
  gate: {
    'channel mode': 'channel mode',
    'author opted out': 'author opted out',
    'ignored bot': 'ignored bot',
    confidence: 'confidence',
    'already explained': 'already explained',
    cooldown: 'cooldown',
    'channel budget': 'channel budget',
  } as Readonly<Record<Gate, string>>,
  silent: (gate: string, why: string): string => `Silent. Gate "${gate}": ${why}.`,
  wouldExplain: (codes: readonly string[]): string => `Would explain ${codes.join(', ')}.`,
  annotated: (codes: readonly string[], state: 'posted' | 'removed' | 'dismissed'): string =>
    `I annotated this message with ${codes.join(', ')} (${state}).`,
  notAnnotated: ' I have not annotated this message.',
  byBot: 'A bot wrote it. To read that bot no more in a channel: ',
  mention: (title: string, sure: string, evidence: string): string => ` ${title}: ${sure} sure. Evidence: ${evidence}.`,
  noEvidence: 'nothing speaks for it',
  rivals: (rivals: readonly string[]): string => ` It could also be: ${rivals.join('; ')}.`,
  more: (count: number): string => `And ${count} more.`,
  because: {
    mode: (from: keyof SettingsWords['modeFrom']): string =>
      `mode off (${SETTINGS_WORDS.en.modeFrom[from]}${from === 'shared' ? '; an admin opens it with /imconfig shared allow' : ''})`,
    optedOut: 'the author does not want annotations',
    ignoredBot: (id: string): string => `messages of bot ${id} are not read here`,
    ignoredCodes: (codes: readonly string[]): string =>
      `${codes.join(', ')} ${codes.length === 1 ? 'is' : 'are'} on the ignored list of this channel`,
    noCode: 'no error code was found',
    unsure: (best: string, needed: string): string => `at most ${best} sure; ${needed} is needed`,
    told: (codes: readonly string[]): string => `${codes.join(', ')} was explained in this thread`,
    cooldown: (codes: readonly string[], minutes: number, cooldown: number): string =>
      `${codes.join(', ')} was explained here ${minutes < 1 ? 'just now' : `${minutes} min ago`} (cooldown ${cooldown} min)`,
    budget: (used: number, minutes: number, of: Share): string =>
      `${used} annotations in the last ${minutes} min ${
        {
          channel: 'in this channel',
          post: 'in this post',
          person: 'for the same person',
          forum: 'in all posts of this channel',
        }[of]
      }`,
  },
  noNumber: 'No number in the text is read as a Tencent Chat error code.',
  thresholds: (unasked: string, asked: string): string => `Unasked I speak from ${unasked}; when asked, from ${asked}.`,
  nothing: 'Say what to look at: /imerr why <message link or text>',
  unreadable: 'I cannot read the message behind this link. Copy its text instead: /imerr why <text>',
}

export type WhyWords = typeof en

const zh: WhyWords = {
  title: '为什么',
  gate: {
    'channel mode': '频道模式',
    'author opted out': '作者选择不被回复',
    'ignored bot': '忽略的机器人',
    confidence: '置信度',
    'already explained': '已经解释过',
    cooldown: '冷却时间',
    'channel budget': '频道额度',
  },
  silent: (gate, why) => `保持沉默。条件“${gate}”：${why}。`,
  wouldExplain: (codes) => `会解释 ${codes.join('、')}。`,
  annotated: (codes, state) =>
    `我回复过这条消息：${codes.join('、')}（${{ posted: '已发布', removed: '已撤回', dismissed: '已被移除' }[state]}）。`,
  notAnnotated: '我没有回复过这条消息。',
  byBot: '这条消息由机器人发出。在频道中不再读取它：',
  mention: (title, sure, evidence) => ` ${title}：置信度 ${sure}。依据：${evidence}。`,
  noEvidence: '没有任何依据',
  rivals: (rivals) => `也可能是：${rivals.join('；')}。`,
  more: (count) => `还有 ${count} 个。`,
  because: {
    mode: (from) =>
      `模式为 off（${SETTINGS_WORDS.zh.modeFrom[from]}${from === 'shared' ? '；管理员可用 /imconfig shared allow 开启' : ''}）`,
    optedOut: '作者不希望被回复',
    ignoredBot: (id) => `本频道不读取机器人 ${id} 的消息`,
    ignoredCodes: (codes) => `${codes.join('、')} 在本频道的忽略列表中`,
    noCode: '没有找到错误码',
    unsure: (best, needed) => `最高置信度 ${best}，需要 ${needed}`,
    told: (codes) => `${codes.join('、')} 已在此话题中解释过`,
    cooldown: (codes, minutes, cooldown) =>
      `${codes.join('、')} ${minutes < 1 ? '刚刚' : `${minutes} 分钟前`}在此解释过（冷却时间 ${cooldown} 分钟）`,
    budget: (used, minutes, of) =>
      `最近 ${minutes} 分钟内${
        { channel: '本频道', post: '本帖', person: '对同一个人', forum: '本频道的所有帖子' }[of]
      }已有 ${used} 条回复`,
  },
  noNumber: '这段文字里没有数字被当作腾讯云 IM 错误码。',
  thresholds: (unasked, asked) => `主动回复需要 ${unasked}，被询问时需要 ${asked}。`,
  nothing: '请说明要查看的内容：/imerr why <消息链接或文字>',
  unreadable: '我无法读取这个链接指向的消息。请复制消息内容：/imerr why <文字>',
}

export const WHY_WORDS: Readonly<Record<Language, WhyWords>> = { en, zh }
