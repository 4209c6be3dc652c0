/** Reads the time at the beginning of a log line, in the forms that IM logs and their surroundings use. */

const DATE_TIME = /(?:^|[^\d])((?:19|20)\d\d)[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,6}))?/
const MONTH_DAY_TIME = /^\W{0,2}(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/
const TIME_ONLY = /^(?:TIM |Chat |\[)?(\d\d?):(\d\d?):(\d\d?)(?:[.:](\d{1,3}))?(?!\d)/
/** Of web servers: `21/Jan/2023:09:00:01`. */
const DAY_NAMED_MONTH = /(\d\d)\/([A-Z][a-z]{2})\/((?:19|20)\d\d):(\d\d:\d\d:\d\d)/
/** Of syslog, which knows no year: `Jan 21 09:00:01`. */
const NAMED_MONTH_DAY = /^([A-Z][a-z]{2}) {1,2}(\d\d?) (\d\d:\d\d:\d\d)/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** The time stands near the beginning, or it is not the line's. */
const HEAD = 80

const two = (digits: string | undefined) => (digits ?? '').padStart(2, '0')
const fraction = (digits: string | undefined) => (digits ? `.${digits.slice(0, 3)}` : '')
const month = (name: string | undefined) => {
  const at = MONTHS.indexOf(name ?? '')
  return at < 0 ? undefined : two(String(at + 1))
}

/**
 * The time as written, made sortable: `2022-01-20 15:37:21.806`, `01-20 15:37:21.806` or `15:37:21.806`. The zone is not
 * known, so it is never turned into a moment.
 */
export function timeOfLine(line: string): string | undefined {
  const head = line.slice(0, HEAD)
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
