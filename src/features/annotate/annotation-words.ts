/** The fixed words of annotations, of the warnings beside them and of what their buttons answer. */
import type { Language } from '../language/language.ts'

const en = {
  details: 'Details',
  unhelpful: 'Not helpful',
  dismiss: 'Dismiss',
  more: (count: number): string => `+${count} more`,
  quiet: 'Tencent Chat error',
  stop: '. ',
  stormTitle: 'Many error codes at once',
  storm: 'Many error codes are coming in; I stay quiet here for a while.',
  latest: (codes: readonly string[]): string =>
    ` Latest: ${codes.join(', ')}. Ask with /imerr CODE, or see /imtriage top.`,
  secretTitle: (names: readonly string[]): string =>
    `Your message holds ${names.map((name) => `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`).join(' and ')}`,
  secretSummary: (title: string): string => `${title}. Delete it and replace the secret.`,
  secretRead: 'Everybody here can read it. Please delete the message, or edit it out, and then:',
  secretKept: 'Only you see this. I have not kept the value.',
  unhelpfulTitle: 'Not helpful',
  noted:
    'Noted, thank you. If the code does not belong to Tencent Chat, or the advice is wrong, an admin can ignore it: /imconfig ignore-code.',
  notedAlready: 'You told me already, thank you.',
  notYours: 'Only the author of the message or a moderator can remove this.',
  removedTitle: 'Removed',
  removed: 'Removed. It will not come back for this message.',
  optOut: 'Do not annotate me',
  outTitle: 'No more annotations for you',
  out: 'I will not comment on your messages in this workspace any more. Ask /imerr whenever you like.',
  inTitle: 'Annotations are on for you',
  in: 'I will explain codes in your messages again.',
  undo: (command: string): string => ` Undo: ${command}`,
  cannotRemember: 'I cannot remember that right now: my storage does not answer. Please try again later.',
}

export type AnnotationWords = typeof en

const zh: AnnotationWords = {
  details: '详情',
  unhelpful: '没有帮助',
  dismiss: '移除',
  more: (count) => `还有 ${count} 个`,
  quiet: '腾讯云 IM 错误码',
  stop: '。',
  stormTitle: '短时间内出现大量错误码',
  storm: '短时间内出现了大量错误码，我会在此暂时保持安静。',
  latest: (codes) => `最近的错误码：${codes.join('、')}。可以用 /imerr CODE 查询，或查看 /imtriage top。`,
  secretTitle: (names) => `您的消息中含有凭证：${names.join('、')}`,
  secretSummary: (title) => `${title}。请删除该消息并更换凭证。`,
  secretRead: '这里的所有人都能看到它。请删除该消息或将凭证从中去掉，然后：',
  secretKept: '只有您能看到这条提示。我没有保存凭证的内容。',
  unhelpfulTitle: '没有帮助',
  noted: '已记录，谢谢。如果这不是腾讯云 IM 的错误码，或建议有误，管理员可以忽略它：/imconfig ignore-code。',
  notedAlready: '您已经告诉过我了，谢谢。',
  notYours: '只有消息的作者或管理员可以移除这条回复。',
  removedTitle: '已移除',
  removed: '已移除，这条消息不会再有回复。',
  optOut: '不再回复我的消息',
  outTitle: '不再解释您的消息',
  out: '我不会再在这个工作区回复您的消息。您随时可以用 /imerr 查询。',
  inTitle: '已恢复解释您的消息',
  in: '我会继续解释您消息中的错误码。',
  undo: (command) => `撤销：${command}`,
  cannotRemember: '存储暂时没有响应，无法记住这个选择。请稍后再试。',
}

export const ANNOTATION_WORDS: Readonly<Record<Language, AnnotationWords>> = { en, zh }
