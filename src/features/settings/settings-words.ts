/** The fixed words of `/imconfig`, including what it says when it refuses. */
import type { Language } from '../language/language.ts'

export type IdKind = 'bot' | 'channel' | 'person'

/** How to write an id, by platform; said when somebody typed something else. */
type IdWords = Readonly<Record<string, Readonly<Record<IdKind, (typed: string) => string>>>>

const idsInEnglish: IdWords = {
  slack: {
    bot: (typed) =>
      `"${typed}" is not a Slack bot: a bot's messages carry an id that begins with B. Copy the link of one of its messages and ask me: /imerr why <link>. The answer names the id.`,
    channel: (typed) =>
      `I cannot tell which channel "${typed}" is. Type # and pick it from the list, or write its id, such as C0123456789: it stands at the bottom of the channel's About.`,
    person: (typed) =>
      `I cannot tell who "${typed}" is. Type @ and pick the person or group from the list, or write the member id, such as U0123456789: profile > ⋮ > Copy member ID.`,
  },
  discord: {
    bot: (typed) =>
      `"${typed}" is not a Discord bot: a bot has an id of 17 to 20 digits. Type @ and pick the bot from the list, or write its id: Developer Mode on, right-click it > Copy User ID.`,
    channel: (typed) =>
      `I cannot tell which channel "${typed}" is. Type # and pick it from the list, so that it turns into a link, or write its id: Developer Mode on, right-click it > Copy Channel ID.`,
    person: (typed) =>
      `I cannot tell who "${typed}" is. Type @ and pick the person or role from the list, so that it turns into a mention, or write the id: Developer Mode on, right-click > Copy User ID.`,
  },
}

const idsInChinese: IdWords = {
  slack: {
    bot: (typed) =>
      `“${typed}”不是 Slack 机器人：机器人的消息带有以 B 开头的 ID。请复制它的一条消息的链接并询问我：/imerr why <链接>，回复会给出该 ID。`,
    channel: (typed) =>
      `无法确定“${typed}”是哪个频道。请输入 # 并从列表中选择，或填写频道 ID，例如 C0123456789：位于频道“关于”页面底部。`,
    person: (typed) =>
      `无法确定“${typed}”是谁。请输入 @ 并从列表中选择成员或用户组，或填写成员 ID，例如 U0123456789：个人资料 > ⋮ > 复制成员 ID。`,
  },
  discord: {
    bot: (typed) =>
      `“${typed}”不是 Discord 机器人：机器人的 ID 是 17 到 20 位数字。请输入 @ 并从列表中选择，或填写 ID：开启开发者模式，右键 > 复制用户 ID。`,
    channel: (typed) =>
      `无法确定“${typed}”是哪个频道。请输入 # 并从列表中选择，使其变为链接，或填写 ID：开启开发者模式，右键 > 复制频道 ID。`,
    person: (typed) =>
      `无法确定“${typed}”是谁。请输入 @ 并从列表中选择成员或身份组，使其变为提及，或填写 ID：开启开发者模式，右键 > 复制用户 ID。`,
  },
}

const en = {
  title: 'Settings of this channel',
  saved: 'Settings saved',
  unchanged: 'Nothing changes: that holds already',
  summary: (title: string, mode: string): string => `${title}: mode ${mode}.`,
  mode: 'Mode',
  modeFrom: {
    shared: 'the channel is shared with another organisation',
    channel: 'set for this channel',
    support: 'listed in IMERR_SUPPORT_CHANNELS',
    default: 'the default',
  },
  language: 'Language',
  cooldown: 'Cooldown',
  minutes: (count: number): string => `${count} min per code`,
  ignoredCodes: 'Ignored codes',
  ignoredBots: 'Ignored bots',
  none: 'none',
  onCall: 'On-call',
  mentions: (people: readonly string[]): string => `, mentions ${people.join(', ')}`,
  notSet: 'not set',
  shared: 'Shared channel',
  sharedAllowed: 'annotated as well',
  closed: (mode?: string): string =>
    `Other organisations read this channel, so I say nothing here unasked${mode ? `, although mode ${mode} is set` : ''}. To change that: `,
  changed: (name: string, when: string): string => `Last changed by ${name} on ${when} UTC.`,
  historyTitle: 'Changes of these settings',
  changes: (count: number): string => (count === 1 ? '1 change.' : `${count} changes.`),
  noChange: 'Nothing was changed yet.',
  emptied: 'everything back to the defaults',
  adminsOnly: 'Only an admin of this workspace can use /imconfig. Ask one, or have your id added to IMERR_ADMINS.',
  busy: 'Somebody else is changing these settings at the same time. Please try again.',
  unavailable: 'My storage does not answer, so settings can be neither shown nor changed. Please try again later.',
  secret: 'That holds a secret, and settings are kept and shown. Nothing was saved; please replace the secret.',
  notAnId: 'That is not an id. Mention the person, bot or channel, or write its id.',
  idOn: idsInEnglish,
  oneOf: (values: readonly string[], example: string): string => `Write one of ${values.join(', ')}: ${example}`,
  cooldownRange: (most: number): string => `Write minutes from 0 to ${most}: /imconfig cooldown 30`,
  notACode: (word: string): string =>
    `${word ? `${word} is not a known code. Write for example` : 'Name a code'}: /imconfig ignore-code 10010`,
  nameBot: (example: string): string => `Name the bot by its id: /imconfig ignore-bot ${example}`,
  nameOnCall: 'Name the channel and whom to mention: /imconfig oncall #ops @alice, or: /imconfig oncall none',
  noSetting: (word: string, meant?: string): string =>
    `There is no setting "${word}". ${meant ? `Did you mean /imconfig ${meant}?` : 'Type /imconfig help.'}`,
}

export type SettingsWords = typeof en

const zh: SettingsWords = {
  title: '本频道的设置',
  saved: '设置已保存',
  unchanged: '没有变化：设置原本如此',
  summary: (title, mode) => `${title}：模式 ${mode}。`,
  mode: '模式',
  modeFrom: {
    shared: '该频道与其他组织共享',
    channel: '由本频道设置',
    support: '列在 IMERR_SUPPORT_CHANNELS 中',
    default: '默认',
  },
  language: '语言',
  cooldown: '冷却时间',
  minutes: (count) => `每个错误码 ${count} 分钟`,
  ignoredCodes: '忽略的错误码',
  ignoredBots: '忽略的机器人',
  none: '无',
  onCall: '值班',
  mentions: (people) => `，通知 ${people.join('、')}`,
  notSet: '未设置',
  shared: '共享频道',
  sharedAllowed: '同样自动解释',
  closed: (mode) => `其他组织也能看到本频道，因此我不会主动回复${mode ? `（虽然已设置模式 ${mode}）` : ''}。如需开启：`,
  changed: (name, when) => `最后由 ${name} 于 ${when} UTC 修改。`,
  historyTitle: '设置的修改记录',
  changes: (count) => `${count} 次修改。`,
  noChange: '还没有任何修改。',
  emptied: '全部恢复默认',
  adminsOnly: '只有工作区管理员可以使用 /imconfig。请联系管理员，或将您的 ID 加入 IMERR_ADMINS。',
  busy: '有人正在同时修改这些设置，请重试。',
  unavailable: '存储暂时没有响应，无法查看或修改设置。请稍后再试。',
  secret: '其中含有凭证，而设置会被保存和显示。没有保存任何内容，请更换该凭证。',
  notAnId: '这不是有效的 ID。请提及成员、机器人或频道，或直接填写 ID。',
  idOn: idsInChinese,
  oneOf: (values, example) => `请写 ${values.join('、')} 之一：${example}`,
  cooldownRange: (most) => `请写 0 到 ${most} 之间的分钟数：/imconfig cooldown 30`,
  notACode: (word) => `${word ? `${word} 不是已知的错误码，例如` : '请写出错误码'}：/imconfig ignore-code 10010`,
  nameBot: (example) => `请写机器人的 ID：/imconfig ignore-bot ${example}`,
  nameOnCall: '请写频道和要通知的人：/imconfig oncall #ops @alice，或：/imconfig oncall none',
  noSetting: (word, meant) =>
    `没有名为“${word}”的设置。${meant ? `您要找的是 /imconfig ${meant} 吗？` : '请输入 /imconfig help。'}`,
}

export const SETTINGS_WORDS: Readonly<Record<Language, SettingsWords>> = { en, zh }
