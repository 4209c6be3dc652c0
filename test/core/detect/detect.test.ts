/** The forms in which codes and other numbers occur, one line each. */
import { describe, expect, it } from 'vitest'
import { THRESHOLDS } from '../../../src/core/detect/detect.ts'
import { knowledge } from '../../support/knowledge.ts'

const { detect } = knowledge
const spoken = (text: string) =>
  detect(text)
    .filter(({ confidence }) => confidence >= THRESHOLDS.uninvited)
    .map(({ code }) => code)

describe('detect reads', () => {
  it.each<[form: string, text: string, codes: string[]]>([
    ['Chinese prose without spaces', '发单聊消息报20008错误', ['20008']],
    ['the colours of a terminal', 'TIM login \u001b[31merror\u001b[39m { code: \u001b[33m70001\u001b[39m }', ['70001']],
    ['full-width digits and punctuation', '登录ＩＭ失败，错误码：７０００１', ['70001']],
    ['a sign', 'TIM: login failed|code:-10003|msg:', ['-10003']],
    ['a sign that is a full-width minus', 'IM 登录返回 －10003', ['-10003']],
    ['flat JSON', '{"ActionStatus":"FAIL","ErrorCode":10010,"ErrorInfo":"no group"}', ['10010']],
    ['JSON in a string', '{"b":"{\\"ActionStatus\\":\\"FAIL\\",\\"ErrorCode\\":60003}"}', ['60003']],
    ['JSON cut off', '{"ActionStatus":"FAIL","ErrorCode":90009,"Err', ['90009']],
    [
      'a batch that is OK as a whole',
      '{"ActionStatus":"OK","ErrorCode":0,"ErrorList":[{"To_Account":"a","ErrorCode":70107}]}',
      ['70107'],
    ],
    [
      'a log line of 4.0',
      '2019-03-11 18:17:20.970|looper|E|  msg.cpp:6014 |Send   > send failed|code:7006|desc:File',
      ['7006'],
    ],
    [
      'a log line of 5.x',
      'TIM: 2020-01-21 09:55:35.297/E/22008-22113 /Network -a.cpp.7010 op() /Login failed, code 6206|msg x',
      ['6206'],
    ],
    [
      'a log line of 6.x',
      'TIM: 2022-01-20 15:37:21.806 I 6206-6208 |-c.cpp:7010 N |fail|error code:9508|error msg:E',
      ['9508'],
    ],
    ['logcat', 'E/TUIKit  ( 6017): login failed, errCode = 6013, errMsg = not initialized', ['6013']],
    ['Flutter', 'PlatformException(6206, Execution Error, userSig expired)', ['6206']],
    ['the web console', 'TIM 14:15:21.802:SignController.login failed. error: {"message":"","code":70402}', ['70402']],
    ['Java toString', "TIMException{code=6015, desc='operation in progress'}", ['6015']],
    ['a callback', 'V2TIMCallback onError(7013, "interface not support")', ['7013']],
    ['a REST command', 'v4/group_open_http_svc/create_group 返回 10021', ['10021']],
    ['a constant', 'we get ERR_SVR_GROUP_FULL_MEMBER_COUNT', ['10014']],
    ['a misspelt constant of the vendor', 'ERR_SVR_GROUP_ATTRIBUTE_WRITE_CONFILCT again', ['10056']],
    ['an alert', '[FIRING:1] IM login failed ErrorCode=70001 count=10010', ['70001']],
    ['a question', 'what does 20009 mean', ['20009']],
    ['a bare number', '10010', ['10010']],
    ['several in one message', '70013 和 70014 有什么区别', ['70013', '70014']],
    ['a number of the app itself', '发前回调返回 120001，SDK 收到错误码 120001', ['120001', '120001']],
    ['the right one beside a stranger', 'WebSocket closed with 4004, then sendMessage returned 20009', ['20009']],
    ['two side by side', '9520/9519 send timeouts in the IM SDK since Tuesday', ['9520', '9519']],
    ['a list that shares what its best member fits', '9501、9502 这俩加解密失败的码，会遇到吗', ['9501', '9502']],
    ['a number that opens the message', '10056 when two hosts flip the mic seats simultaneously', ['10056']],
    ['a number before its meaning', '8507：建群的时候一次性塞了三百个初始成员进去', ['8507']],
    ['a meaning that equals a number', 'friend request needs approval = 30539', ['30539']],
    ['a number alone after what happened', '一条消息 @ 了全部门四十人，10053', ['10053']],
    ['words that people type, by their phrases', 'My intern hardcoded the path, hence 7007 on every device', ['7007']],
    ['the answer of any product with talk of groups', '{"code":10010,"message":"group does not exist"}', ['10010']],
    [
      'a web code in the console',
      'Chat 09:31:17.902 login failed. error: {"message":"","code":2025} ActionStatus',
      ['2025'],
    ],
    ['one in doubt beside one without', 'Recalling twice: first I got 20022, then 20023', ['20022', '20023']],
    ['a cell of the column for codes', 'To_Account,ErrorCode,Count\nu1,90012,20003\nu2,0,10010', ['90012']],
    [
      'branches of a switch over a code',
      'V2TIM: switch (code) { case 6206: renew(); case 6208: out() }',
      ['6206', '6208'],
    ],
    ['a list without spaces', 'V2TIM 错误码 70001,70003 都见过', ['70001', '70003']],
    ['a wide comma before another number', '批量导入报70402，100个一批也不行', ['70402']],
    ['a web code where Tencent Chat is named', 'Tencent IM error code 2801 behind the proxy', ['2801']],
    ['the one that is not disowned', '40002 不是IM报的，是会员系统的；IM 登录报 70107', ['70107']],
    ['what another passes on', 'our order service failed with 70402 from account_import', ['70402']],
    ['ours beside a database', 'SQLSTATE 40001 is fixed; the IM REST api says ErrorCode 40001', ['40001']],
  ])('%s', (_, text, codes) => {
    expect(spoken(text)).toEqual(codes)
  })
})

describe('detect ignores', () => {
  it.each([
    ['a span of two numbers', 'IM group sizes 10003-10008 are common'],
    ['a name with a hyphen', 'CHAT-6206 is my ticket for the login page'],
    ['a file and its line', 'at V2TIMManager.login(V2TIMManager.java:6206)'],
    ['an address and its port', 'IM gateway on 10.0.0.1:8001'],
    ['a version', 'imsdk 7.10010 and 6.0.10010'],
    ['an amount', 'the IM plan costs $70001 or 60020元'],
    ['a hash', 'revert 70001ef and a10010b, the login is broken'],
    ['a time', '10:10:10.100 login ok'],
    ['values of other fields', '{"ActionStatus":"OK","ErrorCode":0,"MsgSeq":10016,"MemberNum":20009}'],
    ['a long digit run', 'message id 144115198244471703 in group 1007010010'],
    ['a number that is said to be none', 'took 9520 ms to send, so the IM 9520 is NOT the code'],
    ['a port of a host', 'open http://im-admin.internal:8005/groups/10010 for the IM admin'],
    ['the answer of any product', '{"code":10007,"message":"no permission"}'],
    ['a web code in prose', 'SDK 报 2801，web 端请求超时'],
    ['a number of the callback range that is another', '群聊发前回调我们填的 10150，客户端原样收到'],
    ['what is near an id', 'group history has a hole: MsgSeq 20010 and 20012 are there, 20011 is missing'],
    ['whom a message goes to', '用户 80001 发给 80002 的消息对面收不到，SDK 显示发送成功'],
    ['another key', '[TIM] MsgSendMessage callback ok user_data:8021'],
    ['a measure', '今天 IM 群聊总数到了 60012，破纪录'],
    ['a span', 'seq gap 10030..10035 in the exported group history'],
    ['who speaks and is not we', '物流接口返回 10003，签名错误'],
    ['a port in Korean', '채팅 서버 포트 10013 충돌이네요'],
    ['branches over something else', 'IM: switch (packet.type) { case 6014: a(); case 8002: b() }'],
    ['a table of other things', 'group_id,members,seq\n10010,20009,70001\n10013,20010,60008'],
    ['a code that is denied', '10007 has nothing to do with chat'],
    ['a header of HTTP', '`Retry-After: 60018` on our chat proxy'],
    ['a percentage', 'login error rate 1001%'],
  ])('%s', (_, text) => {
    expect(spoken(text)).toEqual([])
  })
})

describe('a mention', () => {
  it('has its position, sign included', () => {
    const text = '登录返回　－１０００３，IM'
    const [mention] = detect(text)
    expect(mention?.code).toBe('-10003')
    expect(text.slice(mention?.start, mention?.end)).toBe('－１０００３')
  })
  it('has evidence in words', () => {
    const [mention] = detect('{"ActionStatus":"FAIL","ErrorCode":10014,"ErrorInfo":"group is full"}')
    expect(mention?.evidence.join('; ')).toMatch(
      /value of ErrorCode; talk of actionstatus.*; fits what 10014 means:.*full/,
    )
  })
  it('names rivals', () => {
    const [mention] = detect('joinGroup says 10010, and then recv gives WinError')
    expect(mention?.rivals).toEqual(['Winsock: a Windows socket error'])
  })
  it('has a low confidence for a number with one weak sign', () => {
    const [mention] = detect('the app shows 10010 now')
    expect(mention?.confidence ?? 0).toBeLessThan(0.6)
  })
})
