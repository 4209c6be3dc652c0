/** The languages the bot speaks, and which one a person reads. */
import { speaksChinese } from '../../chat/locale.ts'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** @param otherwise for people whose platform does not tell their locale */
export const languageOf = (locale: string | undefined, otherwise: Language = 'en'): Language =>
  locale ? (speaksChinese(locale) ? 'zh' : 'en') : otherwise
