/** The bot's commands, declared once for every platform. */
import type { CommandSpec } from '../chat/command.ts'
import { CONFIG_COMMAND } from './settings/imconfig.ts'
import { TRIAGE_COMMAND } from './triage/controls/imtriage.ts'

const IMERR = {
  name: 'imerr',
  summary: 'Explain a Tencent Cloud Chat error: what happened and what to do',
  summaryZh: '解释腾讯云即时通信 IM 错误码：发生了什么、如何处理',
  usage: '<code, SDK constant, words or a paste>',
  visibility: 'private',
  adminsOnly: false,
  argument: {
    name: 'query',
    summary: 'A code such as 10010, an SDK constant, or words such as "kicked offline"',
    summaryZh: '错误码（如 10010）、常量名或关键词',
    required: false,
    type: 'text',
    suggests: true,
  },
  forms: [
    {
      usage: 'why <message link or text>',
      summary: 'What I read in a message, and why I spoke or kept silent',
      summaryZh: '我从消息中读到了什么，为何回复或保持沉默',
    },
    {
      usage: 'usersig <value> [UserID] [SDKAppID]',
      summary: 'What is wrong with a UserSig; only you see it, nothing is kept',
      summaryZh: '检查 UserSig 的问题；仅您可见，不会保存',
    },
    { usage: 'optout', summary: 'Never comment on my messages', summaryZh: '不再回复我的消息' },
    { usage: 'optin', summary: 'Explain codes in my messages again', summaryZh: '恢复回复我的消息' },
    { usage: 'help', summary: 'How to use me', summaryZh: '使用说明' },
  ],
  subcommands: [],
} as const satisfies CommandSpec

export const COMMANDS = [IMERR, TRIAGE_COMMAND, CONFIG_COMMAND] as const satisfies readonly CommandSpec[]
