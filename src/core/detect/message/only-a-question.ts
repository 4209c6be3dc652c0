/** Recognises messages that consist only of codes and words that ask about them. */

const MAX_LENGTH = 120
const MAX_CODES = 5
const WORDS = new Set(
  (
    'im tim imsdk sdk tencent chat error errors err code codes errcode errorcode what whats is are does do mean means meaning the a an of and or vs explain ' +
    'pls please help hi hello hey why this these about any idea anyone anybody know how to fix solve got s'
  ).split(' '),
)
const HAN =
  /腾讯云|腾讯|即时通信|即时通讯|错误代码|错误码|返回码|状态码|错误|报错|报|代码|码|分别|代表|表示|是|什么|意思|含义|啥|怎么|解决|处理|回事|怎么办|如何|为什么|原因|请问|求助|求|问|一下|下|有人|知道|谁|大佬们?|大家|各位|同学们?|老师们?|朋友们?|帮忙|看|查|遇到|出现|这个|这两个|这|个|和|与|或|及|跟|还有|都|的|呢|吗|了|呀|啊|吧|错|办|区别|有/gu

/**
 * True for a text of at least one code, question words and punctuation.
 * @param codes how many codes were found; with any other number the text is a table, not a question
 */
export function isOnlyQuestion(text: string, codes: number): boolean {
  if (text.length > MAX_LENGTH || codes === 0 || codes > MAX_CODES) return false
  // Only Latin and Han words are known.
  if (/(?![\p{Script=Latin}\p{Script=Han}])\p{L}/u.test(text)) return false
  const words = text.match(/\p{Script=Latin}+/gu) ?? []
  if (!words.every((word) => WORDS.has(word.toLowerCase()))) return false
  const han = (text.match(/\p{Script=Han}+/gu) ?? []).join(' ').replace(HAN, '').trim()
  if (han !== '') return false
  // A time, a version, an amount: digits that are no whole number of a code's length.
  const rest = text.replace(/(?<![\w.:/$¥€£%-])-?\d{3,6}(?!\w|[.:%]\d|[%$¥€£年月日元块])/g, '')
  if ((text.match(/\d{3,}/g) ?? []).length !== codes) return false
  return !/[\d$¥€£%+*]/.test(rest)
}
