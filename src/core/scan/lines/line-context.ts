/** The time and the call of a log line, taken from the lines above where the line itself has none (stack traces, responses). */
import { CONTEXT } from '../bytes/blocks.ts'
import { callOfLine, restCallsIn } from './origin.ts'

/** A line of a block, as Latin-1. */
export interface Line {
  readonly block: string
  readonly start: number
  readonly end: number
}

const DATE_TIME = /(?:^|[^\d])((?:19|20)\d\d)[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,6}))?/
const MONTH_DAY_TIME = /^\W{0,2}(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/
const TIME_ONLY = /^(?:TIM |Chat |\[)?(\d\d?):(\d\d?):(\d\d?)(?:[.:](\d{1,3}))?(?!\d)/
/** Web server logs: `21/Jan/2023:09:00:01`. */
const DAY_NAMED_MONTH = /(\d\d)\/([A-Z][a-z]{2})\/((?:19|20)\d\d):(\d\d:\d\d:\d\d)/
/** syslog, which has no year: `Jan 21 09:00:01`. */
const NAMED_MONTH_DAY = /^([A-Z][a-z]{2}) {1,2}(\d\d?) (\d\d:\d\d:\d\d)/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** The time of a line stands near its beginning. */
const MAX_TIME_AT = 80

const two = (digits: string | undefined) => (digits ?? '').padStart(2, '0')
const fraction = (digits: string | undefined) => (digits ? `.${digits.slice(0, 3)}` : '')
const month = (name: string | undefined) => {
  const at = MONTHS.indexOf(name ?? '')
  return at < 0 ? undefined : two(String(at + 1))
}

/**
 * The time as written, made sortable: `2022-01-20 15:37:21.806`, `01-20 15:37:21.806` or `15:37:21.806`. The time zone is
 * unknown, so it is never converted into a timestamp.
 */
function timeOfLine(line: string): string | undefined {
  const head = line.slice(0, MAX_TIME_AT)
  const full = DATE_TIME.exec(head)
  if (full) return `${full[1]}-${full[2]}-${full[3]} ${full[4]}${fraction(full[5])}`
  const short = MONTH_DAY_TIME.exec(head)
  if (short) return `${short[1]}-${short[2]} ${short[3]}${fraction(short[4])}`
  const time = TIME_ONLY.exec(head)
  if (time) return `${two(time[1])}:${two(time[2])}:${two(time[3])}${fraction(time[4])}`
  const web = DAY_NAMED_MONTH.exec(head)
  const webMonth = month(web?.[2])
  if (web && webMonth) return `${web[3]}-${webMonth}-${web[1]} ${web[4]}`
  const syslog = NAMED_MONTH_DAY.exec(head)
  const syslogMonth = month(syslog?.[1])
  return syslog && syslogMonth ? `${syslogMonth}-${two(syslog[2])} ${syslog[3]}` : undefined
}

/** Bytes of a line that are searched for its time and call. */
const HEAD = 2000
const MAX_LINES_BACK = 12

const headOf = ({ block, start, end }: Line) => block.slice(start, Math.min(end, start + HEAD))

/** The time of the line or else of the nearest line above. */
export function timeAt(line: Line): string | undefined {
  const own = timeOfLine(headOf(line))
  if (own !== undefined) return own
  const nearest = Math.max(0, line.start - CONTEXT)
  let end = line.start - 1
  for (let back = 0; back < MAX_LINES_BACK && end > nearest; back++) {
    const start = line.block.lastIndexOf('\n', end - 1) + 1
    if (start < nearest) return undefined
    const time = timeOfLine(line.block.slice(start, end))
    if (time !== undefined) return time
    end = start - 1
  }
  return undefined
}

/** The key of the code in a response of the REST API. */
const RESPONSE = /ErrorCode|ResultCode|RetCode/

/** The call that the line is about. A line of a REST response is about the request before it. */
export function callAt(line: Line): string | undefined {
  const head = headOf(line)
  const own = callOfLine(head)
  if (own !== undefined || !RESPONSE.test(head)) return own
  return restCallsIn(line.block.slice(Math.max(0, line.start - CONTEXT), line.start)).at(-1)
}
