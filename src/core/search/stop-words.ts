/** Words that tell a search little: stop words, words of any failure, and words of other domains. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** English words that the index leaves out. */
export const INDEX_STOP_WORDS: ReadonlySet<string> = words(
  'a am an and are as at be been but by can cannot cant could did do does doing dont for from get gets getting got had has have how i if in is it its ' +
    'me my of on or our out so some that the their them then there this to too up us was we were what when which while who why will with would you your ' +
    'after again all always any because before keeps just like need needs want says saying still back only over every try trying one two ' +
    'im tim tencent chat code codes error errors err problem issue issues returns return returned throws comes came help please',
)

/** English words that a query leaves out besides INDEX_STOP_WORDS. */
export const QUERY_STOP_WORDS: ReadonlySet<string> = words(
  'he she him his her hers they theirs us til till until since though although when whenever where very really also too even someone somebody ' +
    'every each',
)

/** Han words that only carry a question. */
export const FILLER_WORDS = new RegExp(
  '怎么办|怎么样|怎么|怎样|如何|为什么|为啥|为何|什么|请问|问一下|求助|排查|解决|一直|总是|老是|突然|的时候|时候|这个|那个|一个|一下|' +
    '我们|你们|他们|自己|人家|大家|遇到|出现|提示|显示|居然|然后|结果|到底|现在|所以|因为|但是|可是|点了|里面|最后|其实|而且|以后|之后|之前|' +
    '刚刚|刚才',
  'gu',
)

/** Where the terms of detection are cut: characters that mostly stand between words. */
export const FILLER_SEPARATOR = /[的了吗呢吧啊是在有就都也还又把被给让和跟与或着过我你他她它们这那哪个么啥]/gu

/** Characters that say nothing alone. They stay inside a word: 没有 and 有效 are words. */
export const FILLER_CHARACTERS: ReadonlySet<string> = new Set(
  '的了吗呢吧啊是在有就都也还又把被给让和跟与或着过我你他她它们这那哪个么啥之其得地不没未太很要能会已到一二两多少上下里后前时再才只请用说想去来' +
    '从对为以及第几次条',
)

/** Said of many things: an answer that has one gains a little, one that lacks it loses hardly anything. */
export const WEAK_WORDS: ReadonlySet<string> = words(
  '没有 不是 不能 不了 不会 不到 无法 可以 需要 必须 才能 能用 不行 失败 只能 不让 已经 今天 昨天 明天 出来 成功 包含 生效 使用 情况 东西 进去 不出 ' +
    '不进 还没 小程序 安卓 苹果 网页 web android ios',
)

/** Failures of any program. Next to a word that the catalog does not know, the query is about something else. */
export const GENERIC_FAILURE_WORDS: ReadonlySet<string> = words(
  'image images picture pull pulled deny denied fail failed failure fails refused rejected build server database file files config install ' +
    'package version update open connect connection timeout timed network memory disk storage space key driver card port process request ' +
    'import export corrupt corrupted broken damaged full lock locked conflict bad wrong invalid empty missing lost found find expired expire ' +
    'slow stuck crash dropped permission access system service queue upload download phone screen device page link url word text name data ' +
    'local store settings account password limit exceed exceeded not out list index range review state status time use used start stop check read write ' +
    '数据 数据库 文件 服务 服务器 网络 连接 超时 系统 手机 设备 屏幕 内存 空间 存储 磁盘 打开 打不开 下载 上传 更新 版本 配置 安装 安卓 苹果 电脑 接口 ' +
    '错误 无效 失效 损坏 过期 到期 已满 满了 冲突 权限 格式 密码 通过 审核 太大 太长 延迟 线程 队列 开启 检查',
)

/** Tools, hardware and domains other than chat; the catalog names some of them in passing. */
export const OTHER_DOMAIN_WORDS: ReadonlySet<string> = words(
  'docker kubernetes k8s redis mysql postgres postgresql mongodb kafka nginx apache webpack gradle maven jenkins python excel printer bucket ' +
    'git npm pip terraform ansible vpn java css html deadlock obfuscation compile compiler linker microphone camera headphones bluetooth ' +
    'keyboard laptop battery bank gmail email attack router ' +
    '打包 混淆 编译 死锁 显卡 驱动 打印机 蓝屏 路由器 小程序审核 应用商店 上架 阵列 机房 麦克风 摄像头 耳机 蓝牙 屏幕 键盘 鼠标 电池 内存条 攻击 邮件 邮箱 主板 硬盘 线程池',
)
