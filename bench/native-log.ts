/** Generates logs in the three formats of the native IM SDK; the same seed gives the same log. */

export interface NativeLogOptions {
  readonly seed: number
  readonly codes: readonly string[]
  /** Share of lines that report a code, 0 to 1. */
  readonly errorShare: number
}

const QUIET = [
  ['message_manager.cpp', 'OnRecvMessage', 'receive message|seq:$n|size:$n|cost:$n|channel id:$s'],
  [
    'channel.cpp',
    'NotifyConnectResult',
    'channel connect completed|channel id:$s|ip:203.0.113.$s|port:$n|error code:0|error msg:',
  ],
  ['request_manager.cpp', 'OnResponse', 'response|command:openim.heartbeat|seq:$n|code:0|cost:$s'],
  ['conversation.cpp', 'UpdateConversation', 'conversation updated|conv id:c2c_user$n|unread:$s|last seq:$n'],
  ['database.cpp', 'ExecuteSql', 'sql finished|rows:$s|cost:$s|table:message_$s'],
  ['group_manager.cpp', 'GetGroupMemberList', 'get member list succeeded|group id:@TGS#EXAMPLE$n|count:$s|next seq:0'],
  ['user_manager.cpp', 'GetUsersInfo', 'get users info from cache|user:user$n|hit:true'],
] as const
const FAILED = [
  ['channel.cpp', 'NotifyConnectResult', 'connect failed|channel id:$s'],
  ['message_manager.cpp', 'SendMessage', 'send message failed|seq:$n'],
  ['group_manager.cpp', 'JoinGroup', 'join group failed|group id:@TGS#EXAMPLE$n'],
  ['login_manager.cpp', 'OnLoginResponse', 'login failed|seq:$n'],
] as const
const START = Date.UTC(2022, 0, 20, 1)

/** @returns generates the next lines, each with its line end */
export function createNativeLog({ seed, codes, errorShare }: NativeLogOptions): (lines: number) => string {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
  const whole = (below: number) => Math.floor(random() * below)
  const pick = <T>(from: readonly T[]): T => from[whole(from.length)] as T
  const fill = (text: string) =>
    text.replace(/\$([ns])/g, (_, kind) => String(kind === 'n' ? 1 + whole(99_999) : whole(100)))
  let time = START

  function line(): string {
    time += 1 + whole(400)
    const failed = random() < errorShare
    const [file, method, said] = failed ? pick(FAILED) : pick(QUIET)
    const [message, level, code] = [fill(said), failed ? 'E' : pick(['V', 'D', 'I', 'I', 'I', 'W']), pick(codes)]
    const at = new Date(time).toISOString().replace('T', ' ').slice(0, 23)
    const [pid, tid, row] = [1000 + whole(31_000), 1000 + whole(31_000), 10 + whole(1900)]
    switch (whole(4)) {
      case 0:
        return `${at}|looper_logic|${level}|       imcore_${file}:${row} |${method.padEnd(20)} > ${message}${failed ? `, code: ${code}, err: refused,` : ''}\n`
      case 1:
        return `TIM: ${at}/${level}/${pid}-${tid}     /Network     -${file}.${row}  ${method}()    /${message}${failed ? `|code:${code}|desc:refused` : ''}\n`
      default:
        return `TIM: ${at} ${level} ${pid}-${tid}     |-${`${file}:${row}`.padEnd(32)} ${method.padEnd(40)}|${message}${failed ? `|error code:${code}|error msg:refused` : ''}\n`
    }
  }

  return (lines) => Array.from({ length: lines }, line).join('')
}
