/** Decodes bytes of a log: UTF-8, or GB 18030 as Chinese Windows programs write it. */

const utf8 = new TextDecoder('utf-8', { fatal: true })
const lenient = new TextDecoder('utf-8')
// Created on demand: its tables are large.
const gb18030 = () => new TextDecoder('gb18030', { fatal: true })

const isAscii = (text: string) => !/[\x80-\xff]/.test(text)
/** A stretch of bytes may begin and end inside a character. */
const CUT_BEGIN = /^[\x80-\xbf]{1,3}/
const CUT_END = /[\xc0-\xff][\x80-\xbf]{0,2}$/

/** Never throws: invalid bytes become U+FFFD. @param latin1 one character per byte */
export function decodeBytes(latin1: string): string {
  // Copied: a slice would keep the whole block of the log in memory.
  const bytes = Buffer.from(latin1, 'latin1')
  if (isAscii(latin1)) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    // not UTF-8, or cut inside a character
  }
  try {
    return utf8.decode(Buffer.from(latin1.replace(CUT_BEGIN, '').replace(CUT_END, ''), 'latin1'))
  } catch {
    // not UTF-8
  }
  try {
    return gb18030().decode(bytes)
  } catch {
    return lenient.decode(bytes)
  }
}
