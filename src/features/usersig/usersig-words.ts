/** The fixed words of the UserSig doctor. The findings are worded in English by the core, in Chinese by `findings-zh.ts`. */
import { inLargestUnit, sayLength, type Unit } from '../../core/usersig/time-findings.ts'
import type { Language } from '../language/language.ts'

const en = {
  userId: 'UserID',
  app: 'SDKAppID',
  empty: '(empty)',
  issued: 'Issued',
  expires: 'Expires',
  validFor: 'Valid for',
  version: 'Version',
  length: sayLength,
  in: (length: string): string => `in ${length}`,
  ago: (length: string): string => `${length} ago`,
  explains: ' Explains ',
  stop: '. ',
  comma: ', ',
  ofAdmin:
    "It stands in a REST address, so it is an admin's and opens the whole app: if others have seen it, treat it as leaked.",
  reminder:
    'Until it expires this UserSig is a password: whoever has it logs in as that user. I have kept nothing of it. If others have seen it, log that user out.',
  title: (first: string): string => `UserSig: ${first}`,
  summary: (all: readonly string[]): string => `This UserSig is ${all.join('; ')}.`,
  notPlace: 'This is no place for a UserSig: everybody here can log in with it until it expires.',
  holds: 'Your message holds a UserSig',
  deleteAndAsk: 'Delete the message and ask me privately.',
  deleteIt: 'Delete your message, or edit the UserSig out of it.',
  askPrivately: 'Ask privately: ',
  onlyYou: '. Only you see the answer.',
  ifAdmin: "If it was an admin's, log that user out, or change the secret key in the console.",
  usageTitle: 'What is wrong with a UserSig',
  usage: 'Paste the UserSig behind the command; only you see the answer, and nothing of it is kept.',
  compare: 'With the UserID and the SDKAppID of your app I compare them. Never paste the secret key here.',
  noUserSig: 'That is not a UserSig',
  looksLike:
    'One begins with eJ and goes on with 100 to 600 letters, digits and the signs * - _, such as eJyrVgrxCdYrSy1S... Give the whole value that login() gets.',
  tooMuch: 'Write: /imerr usersig <value> [UserID] [SDKAppID], nothing after it.',
  badApp: 'The SDKAppID is a number such as 1400000001: /imerr usersig <value> <UserID> <SDKAppID>',
}

export type UserSigWords = typeof en

const CHINESE_UNITS: Readonly<Record<Unit, string>> = { day: '天', hour: '小时', minute: '分钟', second: '秒' }

/** "3 天". */
export function chineseLength(seconds: number): string {
  const { count, unit } = inLargestUnit(seconds)
  return `${count} ${CHINESE_UNITS[unit]}`
}

const zh: UserSigWords = {
  userId: 'UserID',
  app: 'SDKAppID',
  empty: '（空）',
  issued: '签发时间',
  expires: '过期时间',
  validFor: '有效期',
  version: '版本',
  length: chineseLength,
  in: (length) => `${length}后`,
  ago: (length) => `${length}前`,
  explains: ' 可解释 ',
  stop: '。',
  comma: '、',
  ofAdmin: '它出现在 REST 地址中，因此属于管理员，可以操作整个应用：如果别人见过它，请按泄露处理。',
  reminder:
    '在过期之前，这个 UserSig 等同于密码：谁拥有它，谁就能以该用户登录。我没有保存其中任何内容。如果别人见过它，请让该用户下线。',
  title: (first) => `UserSig 检查：${first}`,
  summary: (all) => `这个 UserSig：${all.join('；')}。`,
  notPlace: '请勿在此发布 UserSig：在它过期之前，这里的所有人都能用它登录。',
  holds: '您的消息中含有 UserSig',
  deleteAndAsk: '请删除该消息，并私下询问我。',
  deleteIt: '请删除您的消息，或将 UserSig 从中去掉。',
  askPrivately: '私下询问：',
  onlyYou: '，回复仅您可见。',
  ifAdmin: '如果它属于管理员，请让该用户下线，或在控制台更换密钥。',
  usageTitle: '检查 UserSig 的问题',
  usage: '请把 UserSig 粘贴在命令后面；回复仅您可见，不会保存任何内容。',
  compare: '如果附上应用使用的 UserID 和 SDKAppID，我会一并比对。切勿在此粘贴密钥。',
  noUserSig: '这不是 UserSig',
  looksLike:
    'UserSig 以 eJ 开头，后面是 100 到 600 个字母、数字和 * - _ 符号，例如 eJyrVgrxCdYrSy1S...。请提供传给 login() 的完整值。',
  tooMuch: '写法：/imerr usersig <值> [UserID] [SDKAppID]，后面不要再写其他内容。',
  badApp: 'SDKAppID 是数字，例如 1400000001：/imerr usersig <值> <UserID> <SDKAppID>',
}

export const USERSIG_WORDS: Readonly<Record<Language, UserSigWords>> = { en, zh }
