import { randomBytes } from 'node:crypto'
import type { DeliveryError, UserError } from '../chat/adapter.ts'
import { type Card, code, text } from '../chat/card.ts'
import { speaksChinese } from '../chat/locale.ts'

/** A short name for one failure, said to the person and written to the log, so that both can be matched. */
export const newReference = (): string => randomBytes(3).toString('hex')

export function userErrorCard(error: UserError, locale?: string): Card {
  return notice(speaksChinese(locale) ? '没有成功' : 'That did not work', error.message)
}

/** The platform does not let the bot answer here; its adapter's words say what to do. */
export const refusedCard = (error: DeliveryError, locale?: string): Card =>
  notice(speaksChinese(locale) ? '无法在这里回复' : 'I cannot answer here', error.message)

function notice(title: string, summary: string): Card {
  return { tone: 'warning', title, summary, blocks: [{ kind: 'text', text: [text(summary)] }], actions: [] }
}

/** So much is waiting that the question was not taken. */
export const busyCard = (locale?: string): Card =>
  speaksChinese(locale)
    ? notice('请稍后再试', '当前待处理的消息过多，没有处理您的请求。请稍后再试。')
    : notice('Too busy right now', 'Too much is waiting here, so I did not look at this. Please try again in a minute.')

/** A button or command of another version of the bot. */
export const unknownCard = (locale?: string): Card =>
  speaksChinese(locale)
    ? notice('无法识别', '我已不认识这个按钮或命令。请用 /imerr 重新查询。')
    : notice('No longer known', 'I do not know this button or command any more. Please ask again with /imerr.')

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
