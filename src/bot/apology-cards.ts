/** The cards for what went wrong: one sentence each, and what to do next. */
import { randomBytes } from 'node:crypto'
import type { DeliveryError, UserError } from '../chat/adapter.ts'
import { type Card, code, notice, text } from '../chat/card.ts'
import { speaksChinese } from '../chat/locale.ts'

/** A short id of one failure, shown to the person and written to the log, so that an admin can match them. */
export const newReference = (): string => randomBytes(3).toString('hex')

/** The error's own words say what happened and what to do. */
export const userErrorCard = (error: UserError, locale?: string): Card =>
  notice(speaksChinese(locale) ? '没有成功' : 'That did not work', error.message, 'warning')

/** The platform does not let the bot answer here; the adapter's message says what to do. */
export const refusedCard = (error: DeliveryError, locale?: string): Card =>
  notice(speaksChinese(locale) ? '无法在这里回复' : 'I cannot answer here', error.message, 'warning')

/** The queue is full, so the question was dropped. */
export const busyCard = (locale?: string): Card =>
  speaksChinese(locale)
    ? notice('请稍后再试', '当前待处理的消息过多，没有处理您的请求。请稍后再试。', 'warning')
    : notice(
        'Too busy right now',
        'Too much is waiting here, so I did not look at this. Please try again in a minute.',
        'warning',
      )

/** A button or command from another version of the bot. */
export const unknownCard = (locale?: string): Card =>
  speaksChinese(locale)
    ? notice('无法识别', '我已不认识这个按钮或命令。请用 /imerr 重新查询。', 'warning')
    : notice(
        'No longer known',
        'I do not know this button or command any more. Please ask again with /imerr.',
        'warning',
      )

/** @param reference from `newReference` */
export function bugCard(reference: string, locale?: string): Card {
  const zh = speaksChinese(locale)
  const again = zh
    ? '请重试。如果再次发生，请把这个编号告诉管理员：'
    : 'Please try again. If it happens again, tell an admin this reference: '
  return {
    tone: 'danger',
    title: zh ? '出错了' : 'Something went wrong',
    summary: zh
      ? `出错了（编号 ${reference}）。没有丢失任何内容，请重试。`
      : `Something went wrong (ref ${reference}). Nothing was lost; please try again.`,
    blocks: [{ kind: 'text', text: [text(again), code(reference)] }],
    actions: [],
  }
}
