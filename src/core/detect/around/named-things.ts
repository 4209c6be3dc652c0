/** Numbers that the neighbouring text alone shows to be counts, processes, ids, ports and the like. */

const REACH = 64

/** "20009 of 70001", "worker[10016]:", "E/IM_LOGIN(20001):", "11:20:15.003  31704-31720": a count, a process. */
const COUNTED =
  /\d\s+(?:(?:[a-z]+\s){0,2}out\s)?of\s+$|(?<!err|error|code|exception|fail|failed|failure)(?<=[\w-])\[$|(?<![\w/])[VDIWEF]\/[\w.-]+ ?\(\s*$|\d\d:\d\d:\d\d[.,]\d{3}\s+$/i
/** "ERROR 7001 ---": the process of a Spring Boot line. */
const COUNTED_AFTER = /^\s+(?:---|of\s+\d|in\s+\d+\s?(?:s|m|h|min|sec|hours?|minutes?|seconds?)\b)/
/** "群ID 10015", "user_id 90048", "inviteID: 8012", "group 10021", "10010 joined": what names something. */
const IDENTIFIED = /(?:(?<![a-z]|(?:err|errors?|codes?)[ _-]?)ids?|[a-z]I[dD]s?)\s*[:=是为]?\s*["'`“]?$/
const IDENTIFIED_UPPER = /(?<![A-Za-z])IDs?\s*[:=是为]?\s*["'`“]?$/
/** "下载量 20003", "群聊总数到了 60012": a measure and its value. */
const MEASURED =
  /(?:[产销流重容数总用下载访问]量|(?:总|人|次|条|件|行|步|天|分|粉丝|成员|用户|订单|在线)数|人气|热度|积分|余额|金额|单价|总价|费用|温度|里程|销量)\s*(?:已经)?(?:到了?|是|为|有|达到?了?|涨到了?|突破了?|:)?\s*$/
/** "a trailing blank in the id: 10019": the sentence speaks of ids, and what comes of it follows the colon. */
const OF_ITS_ID =
  /(?<![a-z])(?:(?:in|inside|within) (?:the|its|an?|his|her|their|my|our)|(?:in|on|for|with|from|of|about) (?:every|each|all|any|some|both|most|certain|long|empty|invalid)) (?:[a-z]+ ){0,2}ids?\s?: ?$/i
const NAMED = /(?<![a-z])(?:group|room|zip|phone|tester|project|firmware|member|\/ack|icq(?: number)?)\s["'`“]?$/i
/** "in 2020 we had 6000 users, now 70001": the same thing counted again. */
const COMPARED =
  /\d\s(?:[a-z]+\s)?(?:users|members|people|messages|rows|requests|groups|chats|chat sessions|sessions|devices|files|orders|calls)\b[^.!?\n]{0,30}\b(?:now|to|today|by)\s$|(?<![a-z])(?:from \d+|(?:bump(?:ed)?|grew|raised?|up|upgraded?|jumped|went|version code|build)[^.!?\n]{0,24}) to $/i
/** "端口从8080改到8010", "changed the port from 8080 to 8010", "80 端口换成 8006": a port that is moved. */
const MOVED_PORT =
  /(?:端口|监听口|(?<![a-z])(?:ports?|listens?|listening|listener|bind|binds|bound)(?![a-z]))[^,.;。;!?\n]{0,24}(?:(?:换|改|切|调|挪|迁|变|转|设|配)(?:换|置|整)?(?:成|到|为|至|了)了?\s?|(?<![a-z])(?:to|with|on)\s|(?:->|→)\s?)$/i
/** "socket closes with 1002": a close code, which has four digits. */
const SOCKET_CLOSED =
  /(?<![a-z])(?:web ?socket|socket|ws|wss|websockets?)s?\s(?:connection\s|conn\s|channel\s)?(?:is |was |gets? |got |has |had )?(?:clos|drop|end|shut|terminat|disconnect)\w*\s(?:down\s|itself\s)?(?:with|on|by|code)\s(?:an?\s|code\s|status\s|close code\s)*$|(?:socket|ws|长连接)\S{0,4}(?:关闭码|关闭代码|close ?code|被?关闭.?code)\s?[:=是为]?\s?$/i
const CLOSE_CODE = /^[1-4]\d{3}$/
const ACTS_AFTER = /^\s(?:joined|left|wrote|said to|sent|posted|replied|and \d{4,6} (?:can|share))\b/i

/** True for text that ends in a colon and is about ids, but does not give one. */
export const speaksOfIds = (before: string) => OF_ITS_ID.test(before)

/** True for a number that is a count, or names a thing or a process, whatever else the message says. */
export function isNamed(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start)
  const after = text.slice(end, end + REACH)
  return (
    COUNTED.test(before) ||
    COUNTED_AFTER.test(after) ||
    ((IDENTIFIED.test(before) || IDENTIFIED_UPPER.test(before)) && !OF_ITS_ID.test(before)) ||
    NAMED.test(before) ||
    MEASURED.test(before) ||
    COMPARED.test(before) ||
    MOVED_PORT.test(before) ||
    (SOCKET_CLOSED.test(before) && CLOSE_CODE.test(text.slice(start, end))) ||
    ACTS_AFTER.test(after)
  )
}
