/** `npm run bench detect`: how long detection takes per message. */
import { createKnowledge } from '../src/core/knowledge.ts'
import { loadData } from '../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../src/paths.ts'
import { heading, median, percentile, row } from './measure.ts'

const LENGTH = 200
const ROUNDS = 4000
/** Messages of a support channel: most have no number, some have one without meaning, some have a code. */
const MESSAGES: Readonly<Record<string, string>> = {
  'prose, no number':
    'Has anybody seen the new release notes? The group chat screen looks different and my colleague says that the old one was nicer, but maybe that is only a matter of taste, so please tell me what you think of it',
  'prose, a code':
    'Since the deployment this morning sendMessage fails for about half of our users with 20009, although both sides were imported and the relationship check in the console is off. What else can we look at today?',
  'prose, other numbers':
    'The server listens on port 10010 behind nginx, pid 20016, and took 8001 ms for 6013 requests in 2023; group 70001 has 60010 members, see PR 10004 and ticket 30001, build 9508, zip 90001, seq 20009 and so on ok',
  'Chinese prose, a code':
    '线上很多用户今天早上登录失败，错误码70001，签名是服务端生成的，有效期设的七天，客户端打印出来的和服务端完全一样，appid也核对过了，请问还有什么原因会导致这个问题，怎么排查比较快，急'.repeat(
      2,
    ),
  'JSON answer':
    '{"ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":30001,"ResultInfo":"Err_SNS_FriendAdd_Para"}],"Fail_Account":["id2"],"ActionStatus":"OK","ErrorCode":0,"x":1}',
  'native log line':
    'TIM: 2022-01-20 15:37:21.806 I 25763-26170     |-channel.cpp:308                         NotifyConnectResult                     |channel connect completed|channel id:42|error code:9508|error msg:ERR_ACCESS',
}

/** Times `detect` on messages of LENGTH characters in a warm process. */
export async function benchDetect(): Promise<void> {
  const { detect } = createKnowledge(await loadData(DATA_FOLDER))
  const messages = Object.entries(MESSAGES).map(([name, text]) => [name, text.slice(0, LENGTH)] as const)
  for (let i = 0; i < 300; i++) for (const [, text] of messages) detect(text)
  const times = messages.map(([name, text]) => {
    const readings = Array.from({ length: ROUNDS }, () => {
      const start = performance.now()
      detect(text)
      return (performance.now() - start) * 1000
    })
    return { name, readings }
  })
  heading(`Detection, a message of ${LENGTH} characters (50 us at most wanted at the median)`)
  for (const { name, readings } of times) {
    row(name, `${median(readings).toFixed(1)} us median, ${percentile(readings, 0.95).toFixed(1)} us at 95 %`)
  }
  const all = times.flatMap(({ readings }) => readings)
  row('all kinds together', `${median(all).toFixed(1)} us median`)
}
