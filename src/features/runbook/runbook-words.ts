/** The fixed words around a team's notes, and of the banner of a known incident. */
import type { Language } from '../language/language.ts'

const EXAMPLE = '/imtriage note 70001 Restart passport first. https://wiki.example.com/usersig @identity'

const en = {
  team: 'Your team: ',
  teamOn: (code: string): string => `Your team on ${code}: `,
  runbook: 'Runbook: ',
  owner: 'Owner: ',
  history: 'History',
  takenBack: 'taken back',
  says: (code: string): string => `What your team says about ${code}.`,
  saysNothing: (code: string): string => `Your team has no note about ${code}.`,
  how: 'Write: /imtriage note 70001 <text or link> [@owner]. Take it back: /imtriage note 70001 remove',
  noted: (code: string): string => `Noted. It is shown on every card of ${code}.`,
  notedTitle: (code: string): string => `Note on ${code}`,
  gone: (code: string): string => `The note about ${code} is taken back.`,
  goneTitle: (code: string): string => `Note on ${code} removed`,
  nothingToTake: (code: string): string => `There is no note about ${code}; nothing was changed.`,
  redacted: 'It contained something private; I removed that before saving the note.',
  sayWhich: `Say which code: ${EXAMPLE}`,
  notACode: (word: string): string => `${word || 'That'} is not a known code. Write for example: ${EXAMPLE}`,
  tooLong: (part: 'text' | 'link' | 'owner', most: number): string =>
    `The ${part} is longer than ${most} characters. Put the rest on a page and note its link.`,
  known: (since: string, people: number, state: string, incident: number): string =>
    `Known issue since ${since}, ${people === 1 ? '1 person' : `${people} people`}; ${state} (incident ${incident})`,
  wasKnown: (from: string, to: string): string => `Was a known issue from ${from} to ${to}; resolved`,
  isOver: (incident: number): string => `Incident ${incident} is over`,
  told: 'on-call has been told',
  nobody: 'nobody has it yet',
  acknowledged: (name: string): string => `acknowledged by ${name}`,
  snoozed: (until: string, name: string): string => `snoozed until ${until} by ${name}`,
  somebody: 'somebody',
}

export type RunbookWords = typeof en

const zh: RunbookWords = {
  team: '团队备注：',
  teamOn: (code) => `团队对 ${code} 的备注：`,
  runbook: '处理手册：',
  owner: '负责人：',
  history: '历史记录',
  takenBack: '已撤回',
  says: (code) => `团队对 ${code} 的备注。`,
  saysNothing: (code) => `团队还没有关于 ${code} 的备注。`,
  how: '写法：/imtriage note 70001 <文字或链接> [@负责人]。撤回：/imtriage note 70001 remove',
  noted: (code) => `已记录，会显示在 ${code} 的每张卡片上。`,
  notedTitle: (code) => `${code} 的备注`,
  gone: (code) => `${code} 的备注已撤回。`,
  goneTitle: (code) => `已撤回 ${code} 的备注`,
  nothingToTake: (code) => `没有关于 ${code} 的备注，未做任何修改。`,
  redacted: '其中含有隐私内容，保存前已去掉。',
  sayWhich: `请写明错误码：${EXAMPLE}`,
  notACode: (word) => `${word || '这'} 不是已知的错误码。写法举例：${EXAMPLE}`,
  tooLong: (part, most) =>
    `${{ text: '文字', link: '链接', owner: '负责人' }[part]}超过了 ${most} 个字符。请把其余内容放到页面上，并备注其链接。`,
  known: (since, people, state, incident) =>
    `已知问题：自 ${since} 起，影响 ${people} 人；${state}（事件 ${incident}）`,
  wasKnown: (from, to) => `曾是已知问题（${from} 至 ${to}），现已解决`,
  isOver: (incident) => `事件 ${incident} 已结束`,
  told: '已通知值班人员',
  nobody: '尚无人处理',
  acknowledged: (name) => `${name} 正在处理`,
  snoozed: (until, name) => `${name} 已暂缓至 ${until}`,
  somebody: '有人',
}

export const RUNBOOK_WORDS: Readonly<Record<Language, RunbookWords>> = { en, zh }
