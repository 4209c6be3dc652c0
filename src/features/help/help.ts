/** Help, made from the declarations of the commands, so that it cannot be out of date. */
import { type Block, bold, type Card, code, line, text } from '../../chat/card.ts'
import type { CommandSpec, SubcommandSpec } from '../../chat/command.ts'
import type { Language } from '../language/language.ts'
import { EXAMPLES } from '../lookup/answer-card.ts'

const say = (language: Language, item: { summary: string; summaryZh: string }) =>
  language === 'zh' ? item.summaryZh : item.summary

const usageOf = (command: string, { name, options }: SubcommandSpec) =>
  [`/${command}`, name, ...options.map((option) => (option.required ? `<${option.name}>` : `[${option.name}]`))].join(
    ' ',
  )

function commandBlocks(spec: CommandSpec, language: Language): Block[] {
  const forms = [
    ...(spec.forms ?? []).map((form) => ({ ...form, usage: `/${spec.name} ${form.usage}` })),
    ...spec.subcommands.map((subcommand) => ({ ...subcommand, usage: usageOf(spec.name, subcommand) })),
  ]
  const lines = forms.map((form) => [code(form.usage), text(` ${say(language, form)}`)])
  const head: Block = {
    kind: 'text',
    text: [
      bold(`/${spec.name} ${spec.usage}`),
      text(`: ${say(language, spec)}${spec.adminsOnly ? (language === 'zh' ? '（管理员）' : ' (admins)') : ''}`),
    ],
  }
  return lines.length > 0 ? [head, { kind: 'list', ordered: false, items: lines }] : [head]
}

/** @param only the command to explain; all of them when absent. */
export function helpCard(commands: readonly CommandSpec[], language: Language, only?: string): Card {
  const shown = commands.filter((spec) => only === undefined || spec.name === only)
  const zh = language === 'zh'
  const [spec] = shown
  const asking = zh
    ? '用错误码、常量名或几个词来询问腾讯云 IM 错误。'
    : 'Ask about a Tencent Chat error with a code, an SDK constant, a few words, or a paste.'
  const summary = only !== undefined && only !== 'imerr' && spec ? say(language, spec) : asking
  const examples: Block[] = [
    line(zh ? '例如：' : 'For example:'),
    { kind: 'list', ordered: false, items: EXAMPLES.map((example) => [code(`/imerr ${example}`)]) },
  ]
  return {
    tone: 'info',
    title: zh ? 'imerr 的用法' : 'How to use imerr',
    summary,
    blocks: [
      line(summary),
      ...(only === undefined || only === 'imerr' ? examples : []),
      ...shown.flatMap((spec) => commandBlocks(spec, language)),
    ],
    actions: [],
  }
}
