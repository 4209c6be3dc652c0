/** `zh-CN`, `zh_TW` and `zh` are Chinese; everything else reads English. */
export const speaksChinese = (locale: string | undefined): boolean => /^zh\b|^zh_/i.test(locale ?? '')
