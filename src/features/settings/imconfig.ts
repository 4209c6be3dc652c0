/** The command spec of `/imconfig`: subcommands, options and their help texts. */
import type { CommandSpec, OptionSpec } from '../../chat/command.ts'
import { LANGUAGES } from '../language/language.ts'
import { MODES } from './effective-settings.ts'

const word = (name: string, summary: string, summaryZh: string, more: Partial<OptionSpec> = {}): OptionSpec => ({
  name,
  summary,
  summaryZh,
  required: true,
  type: 'word',
  ...more,
})

export const CONFIG_COMMAND = {
  name: 'imconfig',
  summary: 'Decide what imerr does in this channel',
  summaryZh: '设置 imerr 在本频道的行为',
  usage: '[show | mode | language | cooldown | ...]',
  visibility: 'private',
  adminsOnly: true,
  subcommands: [
    { name: 'show', summary: 'What holds in this channel', summaryZh: '查看本频道的设置', options: [] },
    { name: 'history', summary: 'Who changed what, and when', summaryZh: '查看修改记录', options: [] },
    {
      name: 'mode',
      summary: 'auto: explain codes; quiet: only a Details button; off: silent unless asked',
      summaryZh: 'auto：自动解释；quiet：仅显示详情按钮；off：仅在询问时回答',
      options: [
        word('mode', 'auto, quiet, off or default', 'auto、quiet、off 或 default', { choices: [...MODES, 'default'] }),
      ],
    },
    {
      name: 'language',
      summary: 'The language of my annotations here',
      summaryZh: '设置回复语言',
      options: [word('language', 'en or zh', 'en 或 zh', { choices: LANGUAGES })],
    },
    {
      name: 'cooldown',
      summary: 'Minutes before I explain the same code again here',
      summaryZh: '同一错误码再次解释前的分钟数',
      options: [word('minutes', '0 to 1440; 30 by default', '0 到 1440，默认 30', { type: 'number' })],
    },
    {
      name: 'ignore-code',
      summary: 'Never annotate this code here; say it again to undo',
      summaryZh: '本频道忽略某个错误码，再次执行则取消',
      options: [word('code', 'A code such as 10010', '错误码，如 10010', { suggests: true })],
    },
    {
      name: 'ignore-bot',
      summary: 'Never read this bot here; say it again to undo',
      summaryZh: '本频道忽略某个机器人，再次执行则取消',
      options: [word('bot', 'The bot, by mention or id', '机器人（提及或 ID）')],
    },
    {
      name: 'oncall',
      summary: 'Where incidents are posted and whom to mention; none to stop',
      summaryZh: '设置告警频道与通知对象，none 表示关闭',
      options: [word('target', '#channel @person ..., or none', '#频道 @成员 ……，或 none', { type: 'text' })],
    },
    {
      name: 'shared',
      summary: 'Annotate in a channel shared with another organisation',
      summaryZh: '是否在与其他组织共享的频道中自动解释',
      options: [word('choice', 'allow or deny', 'allow 或 deny', { choices: ['allow', 'deny'] })],
    },
    { name: 'help', summary: 'This list', summaryZh: '使用说明', options: [] },
  ],
} as const satisfies CommandSpec
