/** The command spec of `/imtriage`: subcommands, options and their help texts. */
import type { CommandSpec, OptionSpec } from '../../../chat/command.ts'

const option = (name: string, summary: string, summaryZh: string, more: Partial<OptionSpec> = {}): OptionSpec => ({
  name,
  summary,
  summaryZh,
  required: false,
  type: 'word',
  ...more,
})
const code = (more: Partial<OptionSpec> = {}) =>
  option('code', 'A code such as 70001', '错误码，如 70001', { required: true, suggests: true, ...more })
const window = (otherwise: string) =>
  option('window', `How far back: 30m, 24h, 7d; ${otherwise} by default`, `时间范围：30m、24h、7d，默认 ${otherwise}`)

export const TRIAGE_COMMAND = {
  name: 'imtriage',
  summary: 'On-call: which codes are spiking, what is open, who has it',
  summaryZh: '值班：哪些错误码正在突增、哪些事件未解决、由谁处理',
  usage: '[top | incidents | incident | timeline | ...]',
  visibility: 'private',
  adminsOnly: false,
  subcommands: [
    {
      name: 'top',
      summary: 'Codes by people, with their trend',
      summaryZh: '按人数排列的错误码',
      options: [window('24h')],
    },
    { name: 'incidents', summary: 'What is open, and what was lately', summaryZh: '未解决与近期的事件', options: [] },
    {
      name: 'incident',
      summary: 'One incident and everything that happened to it',
      summaryZh: '查看某个事件及其经过',
      options: [option('id', 'Its number', '事件编号', { required: true, type: 'number' })],
    },
    {
      name: 'timeline',
      summary: 'When and where a code was seen',
      summaryZh: '某个错误码的时间分布',
      options: [code(), window('24h')],
    },
    {
      name: 'mute',
      summary: 'Raise nothing for this code for a while; off ends it',
      summaryZh: '一段时间内不对该错误码告警，off 取消',
      options: [code(), option('duration', '30m, 2h, 7d or off', '30m、2h、7d 或 off', { required: true })],
    },
    {
      name: 'handover',
      summary: 'What is open and what happened this shift, to paste',
      summaryZh: '交接：未解决的事件与本班次经过',
      options: [option('hours', 'Length of the shift, 8 by default', '班次时长（小时），默认 8', { type: 'number' })],
    },
    {
      name: 'export',
      summary: 'Every sighting as a file (admins)',
      summaryZh: '导出所有记录（管理员）',
      options: [
        window('24h'),
        option('format', 'csv or json', 'csv 或 json', { choices: ['csv', 'json'] }),
        option('after', 'Go on after this number, when a file was full', '从该编号之后继续（文件装满时）', {
          type: 'number',
        }),
      ],
    },
    {
      name: 'note',
      summary: 'What your team says about a code: text or link, and an owner',
      summaryZh: '为错误码添加团队说明、链接与负责人',
      options: [code(), option('text', 'Text or link, then @owner', '说明或链接，最后可加 @负责人', { type: 'text' })],
    },
    {
      name: 'ticket',
      summary: 'A ticket to Tencent support, drafted',
      summaryZh: '生成提交给腾讯云的工单草稿',
      options: [
        code(),
        option(
          'facts',
          'What you know: sdk=8.2 appid=1400000001 platform=Android',
          '已知信息：sdk=8.2 appid=1400000001 platform=Android',
          { type: 'text' },
        ),
      ],
    },
    { name: 'help', summary: 'This list', summaryZh: '使用说明', options: [] },
  ],
} as const satisfies CommandSpec
