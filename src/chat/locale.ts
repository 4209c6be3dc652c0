/** True for `zh`, `zh-CN` and `zh_TW`; every other locale gets English. */
export const speaksChinese = (locale: string | undefined): boolean => /^zh\b|^zh_/i.test(locale ?? '')
