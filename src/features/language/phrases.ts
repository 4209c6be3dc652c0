/** The fixed words around an entry. Entries themselves are written in English. */
import type { Actor, Entry, Part, Retry, Severity } from '../../core/catalog/entry.ts'
import type { Language } from './language.ts'

export interface Phrases {
  readonly part: Readonly<Record<Part, string>>
  readonly retry: Readonly<Record<Retry, string>>
  readonly acts: Readonly<Record<Actor, string>>
  readonly severity: Readonly<Record<Severity, string>>
  readonly cause: string
  readonly fix: string
  readonly retryLabel: string
  readonly actsLabel: string
  readonly spikeLabel: string
  readonly notes: string
  readonly documents: string
  readonly symbol: string
  readonly related: string
  readonly wait: (wait: string) => string
}

const en: Phrases = {
  part: {
    sdk: 'Client SDK',
    server: 'Server',
    'sdk-v3': 'Client SDK V3 (legacy)',
    'sdk-newer': 'Newer than the error code page',
    web: 'Web SDK',
  },
  retry: {
    yes: 'Yes, try again',
    'after-backoff': 'Yes, after a pause',
    'after-fix': 'Only after the fix',
    no: 'No, it will fail again',
  },
  acts: {
    'app-developer': 'App developer',
    'app-operator': 'App operator (console, plan)',
    'end-user': 'The user',
    'tencent-support': 'Tencent support',
  },
  severity: {
    info: 'info: everyday use',
    warning: 'warning: the app or its setup is wrong for some users',
    critical: 'critical: the service is down for many',
  },
  cause: 'Why',
  fix: 'What to do',
  retryLabel: 'Retry',
  actsLabel: 'Who acts',
  spikeLabel: 'If it spikes',
  notes: 'Watch out',
  documents: 'Documents',
  symbol: 'Symbol',
  related: 'See also',
  wait: (wait) => ` (${wait})`,
}

const zh: Phrases = {
  part: {
    sdk: '客户端 SDK',
    server: '服务端',
    'sdk-v3': '客户端 SDK V3（旧版）',
    'sdk-newer': '错误码文档未收录',
    web: 'Web SDK',
  },
  retry: { yes: '可以重试', 'after-backoff': '稍等后重试', 'after-fix': '修复后再试', no: '重试无用' },
  acts: {
    'app-developer': '应用开发者',
    'app-operator': '应用运营者（控制台、套餐）',
    'end-user': '终端用户',
    'tencent-support': '腾讯云技术支持',
  },
  severity: { info: '提示：日常使用', warning: '警告：部分用户受影响', critical: '严重：大量用户不可用' },
  cause: '原因',
  fix: '处理步骤',
  retryLabel: '重试',
  actsLabel: '由谁处理',
  spikeLabel: '突增时',
  notes: '注意',
  documents: '文档',
  symbol: '常量名',
  related: '相关错误码',
  wait: (wait) => `（${wait}）`,
}

export const PHRASES: Readonly<Record<Language, Phrases>> = { en, zh }

/** "Server, Group error codes" */
export function placeName(entry: Pick<Entry, 'part' | 'section'>, phrases: Phrases): string {
  return entry.section ? `${phrases.part[entry.part]}, ${entry.section}` : phrases.part[entry.part]
}
