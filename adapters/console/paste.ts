/** Joins lines that arrive together back into the text that was pasted. */

/** Slower than a terminal delivers a paste, faster than anybody types. */
const TOGETHER_MS = 60

export interface PasteCollector {
  add(line: string): void
  /** Hands over what was collected, if anything. */
  flush(): void
  /** Lines are arriving right now: what looks like a button's number may be part of a log. */
  readonly open: boolean
}

export interface PasteOptions {
  /** Waits for `flush` instead of a pause: a pipe's end is known, a person's is not. */
  readonly untilFlush: boolean
  /** Characters that are kept; the rest is dropped. */
  readonly maxLength: number
  /** @param cut there was more than could be kept. */
  readonly take: (text: string, cut: boolean) => void
}

export function createPasteCollector({ untilFlush, maxLength, take }: PasteOptions): PasteCollector {
  let lines: string[] = []
  let length = 0
  let cut = false
  let timer: NodeJS.Timeout | undefined
  function flush() {
    clearTimeout(timer)
    const text = lines.join('\n').trim()
    const wasCut = cut
    lines = []
    length = 0
    cut = false
    if (text !== '') take(text, wasCut)
  }
  return {
    flush,
    get open() {
      return lines.length > 0
    },
    add(line) {
      if (length + line.length > maxLength) cut = true
      else {
        lines.push(line)
        length += line.length + 1
      }
      if (untilFlush) return
      clearTimeout(timer)
      timer = setTimeout(flush, TOGETHER_MS)
    },
  }
}
