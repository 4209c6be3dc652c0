/** The findings of the UserSig doctor in Chinese. A test checks that every finding of the core is here. */
import type { Finding } from '../../core/usersig/diagnose.ts'
import { chineseLength } from './usersig-words.ts'

interface Said {
  readonly says: string
  readonly fix: string
}
type Values = NonNullable<Finding['values']>

const LIBRARY = '请使用对应语言的官方库生成，并原样传递结果。'
const seconds = (value: string | number | undefined) => chineseLength(Number(value ?? 0))

const FINDINGS: Readonly<Record<string, (values: Values) => Said>> = {
  empty: () => ({ says: '为空（长度为 0）', fix: '请等服务器返回后再调用 login()，并确认读取的字段正确。' }),
  truncated: () => ({
    says: '被截断：开头正常，结尾缺失',
    fix: '请比较生成处与使用处的长度，检查数据库列是否过短、日志是否被截断。',
  }),
  damaged: () => ({ says: '已损坏：中间至少有一个字符被改动、丢失或多出', fix: '请与生成工具输出的内容逐字比对。' }),
  unpacked: () => ({
    says: '没有压缩：只有 JSON 本身或其 base64',
    fix: `请先用 zlib 压缩 JSON，再做 base64。${LIBRARY}`,
  }),
  gzip: () => ({ says: '用 gzip 压缩，而不是 zlib', fix: `请使用 zlib 的 deflate。${LIBRARY}` }),
  'raw-deflate': () => ({
    says: '用原始 deflate 压缩，缺少 zlib 头',
    fix: `请使用带头的 zlib deflate（RFC 1950）。${LIBRARY}`,
  }),
  'web-token': () => ({
    says: '这是其他登录系统的 JSON Web Token，不是 UserSig',
    fix: '请传入服务器用 IM 密钥生成的 UserSig。',
  }),
  'secret-key': () => ({
    says: '不是 UserSig，而是 64 位十六进制数字，形似密钥：拥有密钥即可为任意用户签名',
    fix: '如果它是您的密钥，请立即在控制台更换：它已在此出现过。请传入以 eJ 开头的 UserSig。',
  }),
  word: () => ({
    says: '不是 UserSig，而是程序在没有值时打印的单词',
    fix: '请等服务器返回后再调用 login()，并确认读取的字段正确。',
  }),
  other: () => ({
    says: '不是 UserSig：UserSig 以 eJ 开头，可用 zlib 解开',
    fix: `请查找是哪里传入了别的值。${LIBRARY}`,
  }),
  'plain-base64': () => ({
    says: '使用了普通 base64：其中仍有 + / = 字符',
    fix: '请在生成的最后一步把 + 换成 *、/ 换成 -、= 换成 _。',
  }),
  base64url: () => ({
    says: '使用了 base64url，字母表不同：其中 - 代表 +，_ 代表 /',
    fix: '请使用普通 base64 编码，再把 + 换成 *、/ 换成 -、= 换成 _。',
  }),
  'foreign-characters': ({ characters }) => ({
    says: `含有 UserSig 不会出现的字符：${characters}`,
    fix: '请检查是什么加入了它们：日志的省略号、聊天软件或错误的文本编码。',
  }),
  trailing: () => ({ says: '后面跟着不属于它的内容', fix: '请去掉结尾之后的部分；可能是两个值连在了一起。' }),
  'percent-encoded': () => ({
    says: '经过百分号编码（%2A）：在地址中正确，在 login() 中错误',
    fix: '传给 SDK 之前请解码一次；放进地址时只编码一次。',
  }),
  'white-space': () => ({
    says: '被空格或换行断开，这些字符不属于它',
    fix: '请去掉换行和空格，并让 base64 编码器不要换行。',
  }),
  quotes: () => ({ says: '带有引号；如果应用也传了引号，问题就在这里', fix: '请传入不带引号的值。' }),
  'expire-not-seconds': ({ expire }) => ({
    says: `TLS.expire 为 ${expire}：这是日期或毫秒，而不是以秒为单位的时长`,
    fix: '请以秒为单位向生成函数传入有效期，例如 604800 表示 7 天。',
  }),
  'time-in-milliseconds': ({ time }) => ({
    says: `TLS.time 为 ${time}：这是毫秒，应当是秒`,
    fix: '请在生成时将时间除以 1000 并去掉小数。',
  }),
  'from-the-future': ({ ahead, at }) => ({
    says: `签发时间比现在晚 ${seconds(ahead)}（${at}）：生成它的服务器时钟不准`,
    fix: '请用 NTP 校准服务器时钟，再生成新的 UserSig。',
  }),
  expired: ({ over, at, expire }) => ({
    says: over === undefined ? `有效期为 ${expire} 秒，生成时就已过期` : `已过期 ${seconds(over)}（${at}）`,
    fix: '请向服务器获取新的 UserSig 再登录，并在 onUserSigExpired 中更新。',
  }),
  'short-lived': ({ expire }) => ({
    says: `有效期只有 ${seconds(expire)}，很快就会过期；腾讯云建议至少 24 小时`,
    fix: '请在生成时把有效期设为 86400 秒或更长。',
  }),
  'other-user': ({ inside, used, address, differ }) => ({
    says: `签发给 ${inside || '空的 UserID'}，${address ? '地址中是' : '登录使用的是'} ${used}${
      { space: '；两者只有空白不同', case: '；两者只有大小写不同', '': '' }[String(differ ?? '')] ?? ''
    }`,
    fix: '请向服务器获取与登录 UserID 完全一致的 UserSig，并在登出时清除缓存。',
  }),
  'other-app': ({ inside, used, address }) => ({
    says: `为 SDKAppID ${inside} 生成，${address ? '地址中是' : '初始化使用的是'} ${used}`,
    fix: '服务器和应用请使用同一个应用的 SDKAppID 与密钥。',
  }),
  'version-1': () => ({
    says: '版本 1（ECDSA 密钥对）：较新的应用以 70009 拒绝，没有公钥的旧应用以 70016 拒绝',
    fix: '请用当前的官方库（版本 2，HMAC-SHA256）和控制台的密钥生成。',
  }),
  'private-map-key': () => ({
    says: '这是 privateMapKey（含 TLS.userbuf，即进房权限），不是登录签名',
    fix: '登录请调用 genUserSig（或不带 userbuf 的 genSig）；genPrivateMapKey 用于 TRTC 房间。',
  }),
  'fields-missing': ({ fields }) => ({
    says: `缺少字段或类型错误：${fields}`,
    fix: '请使用对应语言的官方库生成。',
  }),
  'no-signature': ({ bytes }) => ({
    says: `TLS.sig 不是 HMAC-SHA256：长度为 ${bytes} 字节，而不是 32`,
    fix: '请使用对应语言的官方库生成。',
  }),
  'other-key': () => ({
    says: '用另一个密钥签名，或签名后被改动',
    fix: '请从控制台重新复制该 SDKAppID 的密钥（不含空格），再生成新的 UserSig。',
  }),
  'not-verified': () => ({ says: '无法校验签名：缺少字段，或为版本 1', fix: '请校验完整的版本 2。' }),
  verified: () => ({
    says: '没有问题：内容完整、未过期，并由该密钥签名',
    fix: '如果仍然登录失败，请比对应用传入的 SDKAppID 和 UserID。',
  }),
  'looks-right': () => ({
    says: '从外部看不出问题：内容完整且未过期',
    fix: '如果仍被拒绝，说明它由其他应用的密钥签名。只有持有密钥的人能在终端判断：imerr usersig - --key-file FILE',
  }),
}

/** Falls back to English for a finding without Chinese words. */
export function inChinese(finding: Finding): Finding {
  const said = FINDINGS[finding.id]?.(finding.values ?? {})
  return said ? { ...finding, ...said } : finding
}
