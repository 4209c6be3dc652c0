/** How a bot, a channel and a person are named on each platform, for who named none. */
import type { Language } from '../language/phrases.ts'
import type { IdKind } from './settings-ids.ts'

type IdWords = Readonly<Record<string, Readonly<Record<IdKind, (typed: string) => string>>>>

const en: IdWords = {
  slack: {
    bot: (typed) =>
      `"${typed}" is no bot of Slack: a bot's messages carry an id that begins with B. Copy the link of one of its messages and ask me: /imerr why <link>. The answer names the id.`,
    channel: (typed) =>
      `I cannot tell which channel "${typed}" is. Type # and pick it from the list, or write its id, such as C0123456789: it stands at the bottom of the channel's About.`,
    person: (typed) =>
      `I cannot tell who "${typed}" is. Type @ and pick the person or group from the list, or write the member id, such as U0123456789: profile > ⋮ > Copy member ID.`,
  },
  discord: {
    bot: (typed) =>
      `"${typed}" is no bot of Discord: a bot has an id of 17 to 20 digits. Type @ and pick the bot from the list, or write its id: Developer Mode on, right-click it > Copy User ID.`,
    channel: (typed) =>
      `I cannot tell which channel "${typed}" is. Type # and pick it from the list, so that it turns into a link, or write its id: Developer Mode on, right-click it > Copy Channel ID.`,
    person: (typed) =>
      `I cannot tell who "${typed}" is. Type @ and pick the person or role from the list, so that it turns into a mention, or write the id: Developer Mode on, right-click > Copy User ID.`,
  },
}

const zh: IdWords = {
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

export const ID_WORDS: Readonly<Record<Language, IdWords>> = { en, zh }
