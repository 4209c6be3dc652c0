/** Normalises a text without changing its length, so that offsets stay valid. */

const FULL_WIDTH_FIRST = 0xff01
const FULL_WIDTH_LAST = 0xff5e
const FULL_WIDTH_SHIFT = 0xfee0
/** "报60007，500并发也报": hardly anybody writes thousands with a wide comma, so it parts two sentences. */
const WIDE_COMMA = 0xff0c
const LIKE_THOUSANDS = /^\d\uff0c\d{3}(?!\d)/
const NEEDS_WORK = /[\uff01-\uff5e\u3000\u2212\u2012\u2013\ufe63]/

/** What colours a log on a terminal: of `\u001b[33m70001` the number is 70001, not m70001. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}m`, 'g')

/** Terminal colours to spaces; full-width letters, digits, signs to ASCII; wide spaces to spaces; minus look-alikes to a hyphen. */
export function plainText(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(COLOURS, (colour) => ' '.repeat(colour.length)) : text
  if (!NEEDS_WORK.test(plain)) return plain
  return plain.replace(/[\uff01-\uff5e\u3000\u2212\u2012\u2013\ufe63]/g, (character, at: number) => {
    const unit = character.charCodeAt(0)
    if (unit === WIDE_COMMA && LIKE_THOUSANDS.test(plain.slice(at - 1, at + 5))) return ';'
    if (unit >= FULL_WIDTH_FIRST && unit <= FULL_WIDTH_LAST) return String.fromCharCode(unit - FULL_WIDTH_SHIFT)
    return unit === 0x3000 ? ' ' : '-'
  })
}
