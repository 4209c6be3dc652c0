/** Patterns of the words, before and after a number, that announce it as an error code. */

/** What may stand between a cue and its number: "给了我一个 10021", "got a 7014", "提示什么 6208". */
const BETWEEN = /(?:了|的是|是|的|报)?(?:我们?|你们?|他们?|客户)?(?:一?个|什么|这个|那个|叫|成|到|出来?)?/.source
const ARTICLE =
  /(?:\s(?:me|us|them|you|users?|everybody|everyone))?(?:\s(?:an?|the|this|that|some|only|another|constant|random))?/
    .source
const LEAD = /(?:\s*[:=#]?\s*["'`“‘([【<]?\s*)$/.source

/** "code 6206", "错误码：10010", "rejected with 9520": the number is called an error. */
export const ERROR_CUE = new RegExp(
  `(?:错误代码|错误码|返回码|结果码|状态码|错误|报错码|(?<![奖请惠换条编密号活证货件取扫维别间尾数令筹起商邮]|票代|邮政编)码|报错|异常|出错|失败|エラー(?:コード)?|에러 ?(?:코드)?|오류 ?(?:코드)?|ошибк[аиу]|код(?: ошибки)?|(?<![a-zà-ỹ])(?:lỗi|mã lỗi|code d['’]erreur|erreur|c[óo]digo(?: de)? err[oe]r?|erro|fehler(?:code)?|kesalahan|hata(?: kodu)?)|有人(?:也)?(?:遇|碰|撞)到?过|(?:报|抛|丢|扔|甩|吐)(?:出来?)?${BETWEEN}|(?<![a-z])(?:error[ -]?codes?|err[ -]?codes?|codes?|errors?|err|errno|onerror|exception|fail(?:s|ed|ure|ing)?(?: with| w/| as| on)?|failed:|throws?|threw|throwing|(?:reject(?:s|ed)?|refused|denied|bounce[sd]?|blocked|dies?|died|errors? out|kicked|greeted|rewarded)(?: out)?(?: with| w/| by| on)?|errcode|(?:any(?:one|body)|who) else (?:is )?(?:seeing|getting|hitting|having|has|gets|sees)(?: (?:a lot|lots|tons) of)?)${ARTICLE})(?:\\s(?:(?:no|do|del?|в|of|in|from|on) )?(?:IM|TIM))?(?:\\s?(?:is|was|=|为|是))?${LEAD}`,
  'i',
)

/** Words that announce a result, of whatever kind. */
export const RESULT_CUE = new RegExp(
  `(?:(?:返回|弹|提示|回|回调|却说?|居然说?|竟然说?|反而|偏说|非说|说|看到|见到|一会儿?|时而|忽而|一下子?|要么|出现|收到|得到|拿到|触发|遇到|碰到|撞上|走到|写|搞出|冒出|蹦出|给|喜提|必现|偶现|偶发|偶尔|有时候?|频繁|疯狂|满屏|开始|老是?|清一色|大面积|大规模|集中|一直|一堆|一片|好多|很多|大量|全部?是?|都是?|又是?|还是|就是?|才|仍然?|直接|显示|拦截|拒绝|发不出去|进不去|[登连]不上|收不到|打不开|[用发改建删]不了|不行|超时|掉线|断开?了?|太[长大多快]|过[长大多]|超[长限]|满了|非法|不存在|冲突|返|踢|刷|是|和|接口|所以|结果|变|于是|变成|然后|现在|换来|等于|定|自定义|约定|填|塞|带|传)${BETWEEN}|(?<![a-z])(?:(?:returns?|returned|returning|gets?|got|getting|gives?|gave|giving|see|sees|seeing|saw|says?|said|saying|receive[sd]?|comes? back(?: with| as)?|came back(?: with| as)?|responds?|answers?|answered|responded|raises?|hits?|hitting|shows?|showing|prints?|printed|logs?|logged|lists?|reports?|reported|reporting|complains?|complaining|ends?|ended up|with|w/|exception|callback|yields?|yes|hence|thus|therefore|result|spikes? of|wave of|a lot of|lots of|tons of|bunch of|flood of|one of|runs? into|ran into|stuck (?:on|at)|into|triggers?|triggered|causes?|caused|produces?|produced|leads? to|means|equals|between|handle|handling|ignore|swallow|treat|expect|expected|getting back|met|us|you|me|timed? ?out|too (?:long|large|big|many|fast)|expired|not found|mismatch|disconnected|it's|that's|there's|apparently|only|keeps?|either|sometimes|alternat(?:es?|ing) between|flips? between|switch(?:es)? between|bounces? between)${ARTICLE}))${LEAD}`,
  'i',
)

/** Words that may stand before a code and before anything else. */
export const WEAK_CUE = new RegExp(
  `(?<![a-z])(?:either|both|or|and|vs|now|then|always|still|just|about|of|is|as|for|to|a|an|the|so)${LEAD}`,
  'i',
)
/** `"SDK_NOT_READY" 2999`, `INVALID_SIGNATURE (70003)`: a constant of an error, then its number. */
export const CONSTANT =
  /(?:(["'`“])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+["'`”]|(?<![\w$])[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:NOT|ERR|ERROR|FAIL|FAILED|FAILURE|INVALID|TIMEOUT|EXPIRED|DENIED|LIMIT|EXCEEDED|MISMATCH|READY|EXIST|EXISTS|FOUND|ILLEGAL)(?:_[A-Z0-9]+)*)\s?[([:]?\s?$/
/** "以前的 2103 倒是没了", "the 2103 we had before": a result that was met earlier. */
export const MET_BEFORE = /(?:以前|之前|原来|原先|从前|上次|昨天|上周|早先|老)(?:报|那个|出现)?的(?:那个)?\s?$/
export const GONE_NOW =
  /^\s?(?:倒是?|也|又|还|就|已经|终于|现在|反而|这次)*(?:没了|没有了|不见了|不报了?|没再|没出现|不出现|消失|还在|又来|回来了|好了|解决了)/
export const HAD_BEFORE =
  /^\s(?:that |which )?(?:we|you|they|i|people|users|everybody|everyone) (?:(?:all |always |often |also |sometimes |once |only )?(?:had|got|saw|see|get|keep|kept|used to|hit|reported|met|were getting|were seeing|are seeing|are getting))(?![a-z])/i
export const ARROW = /(?:->|=>|→|➜|>>>|⇒|——|-->|==>|>>|⟶)\s*["'`]?$/
/** "needs approval = 30539": what happened, and its number. */
export const EQUALS = /[\p{L})）"'”]\s+={1,2}\s+["'`]?$/u
export const COLON = /[^\s\d:：]\s?:\s?["'`]?$/
/** "kicking a guest - 10019 not in the group": what was done, a dash, and what came of it. */
export const DASH = /(?:\p{L}{2,}|[)"'”])\s(?:-{1,2}|—)\s["'`]?$/u
/** "9508 和 9510 来回跳": several that take turns are results of one thing. */
export const TAKES_TURNS =
  /^["'`”’)\]）】]?\s*(?:(?:来回|交替|轮流|轮着|轮番|换着|反复|随机|都有可能|都出现|都见过|之间)|(?:taking turns|take turns|alternat|in turn|by turns|back and forth|at random|randomly|interchangeabl)\w*)/i
export const BRACKET = /[(（[【]\s*$/
export const PLATFORM_EXCEPTION = /PlatformException\(\s*(?:code:\s*)?$/
export const CALLBACK =
  /(?:onError|onFail|onFailed|onFailure|fail|failure|onConnectFailed)\s*\(\s*(?:int\s+code\s*=\s*)?$/
export const QUESTION =
  /(?:what(?:'s|\s+is|\s+does|\s+do|\s+about)|why(?:\s+(?:is|does|do|am|are))?|(?:any(?:one|body)|who|do you|to) know(?: about)?|not sure what|what|meaning of|mean by|什么是|知道|请问|请教下?|求助|解释一?下?|explain|decode)[^.。!！\n]{0,24}$/i
export const QUESTION_AFTER =
  /^["'`”’)\]）】]?\s*(?:(?:just |only |simply |really |probably |actually |usually |basically |always |also |both )*means?\b|meaning\b|是什么|是啥|什么意思|啥意思|什么错|代表什么|怎么解决|怎么处理|怎么办|怎么回事|怎么搞|怎么破|为什么|咋|的区别|区别|[^\d。！？!?；;，,\n]{1,10}(?:区别|什么意思|什么情况|什么时候|什么原因|什么关系))/i
/** "8002 on the receiving end, harmless?": the sentence goes on to ask about it. */
export const ASKED_LATER =
  /^["'`”’)\]）】]?[^.。!！?？\n]{0,48}(?:(?<![a-z])(?:harmless|safe to ignore|any ideas?|known issue|expected|normal|a bug|permanent|recoverable)|正常吗?|要紧吗?|咋办|啥情况|能忽略吗?|有影响吗?|求解|符合预期吗?|合理吗?)\s*[?？]/i
/** Words right after a number that say what it stands for. */
export const EXPLAINED =
  /^["'`”’)\]）】]?\s*(?:={1,2}>?\s*\p{L}|(?:stands for|is for|一般是|一般就|就是|是指|说明|表示|应该是|好像是|大概率是|意思是|不用管|可以忽略|能忽略))/iu
/** Words right after a number that call it an error. */
export const ERROR_AFTER =
  /^["'`”’)\]）】>]?\s*(?:(?:an?|the|another|one of the) (?:\w+ )?(?:error )?code\b|这?个?错误码?|报错|这个?码|[这那][两俩几些]个?[^\d。！？!?；;，,\n]{0,10}(?:码|错误|报错|异常)|异常|错|エラー|에러|오류|lỗi|ошибк|exception\b|errors?\b(?! free)|err\b|的(?:官方|具体)?(?:解释|含义|意思|原因|文档|说明|处理|报错|触发条件)|spikes?\b|rate\b|storms?\b|占比)/i
/** "10056 when ...": who begins with a number and goes on so speaks of what it says. */
export const CIRCUMSTANCE =
  /^["'`”’)\]）】>]?\s*(?:again|when|whenever|while|although|because|since|if|and then|every time|sometimes|once|twice|in prod|only|after|until|for (?:everybody|everyone|all|some)|everywhere|all over|unless|means?|is (?:on|a|the|just|not|when|what|for|because)|was (?:because|just|a|the)|happens?|shows? up|comes?|keeps?|can be|cannot|here)\b/i
/** "that 80001 also fires on nicknames": what a number does that is an event. */
export const HAPPENS =
  /^["'`”’)\]）】>]?(?:(?:が|は)\s?(?:返|出|発生|表示|起|頻)|\s?(?:이|가|을|를)?\s?(?:나와|나옵|나오|떠요|뜨|뜹|발생|반환|리턴))|^["'`”’)\]）】>]?\s(?:also |still |always |only |just |even |never |sometimes |randomly |no longer |does not |doesn't |can )?(?:fires?|happens?|happened|appears?|appeared|shows? up|showed up|pops? up|popped up|comes? (?:up|back)|came (?:up|back)|occurs?|occurred|goes away|went away|disappears?|disappeared|hits? (?:me|us|them|users)|hit (?:me|us|them|users)|blows up|recoverable|retryable|retriable|fatal|is (?:recoverable|retryable|fatal|back|gone|harmless|normal|expected))\b/i
/** Words right after a number that speak of it as of an event. */
export const EVENT_AFTER =
  /^["'`”’)\]）】>]?\s*(?:(?:again|when|whenever|while|although|because|since|on|in|at|with|during|from|after|until|if|but|sometimes|for|and then|then|once|every|trying|out of|cannot|can|could|would|shows? up|happens?|appears?|vs|is|was|now|too|only|errors)\b|了|，|,|;|；|。|\?|？|:|-\s|—|\(|（)/i
/** How Tencent Chat's callbacks and log lines go on after the code. */
export const DESC_AFTER = /^\\*["']?\s*[,|，]\s*(?:\\*["']?(?:desc|error msg|errmessage)\\*["']?\s*[:=]|msg\s*:)/i
/** "10010 members": a plural behind a number counts it, unless it is a verb. */
export const COUNTED_NOUN =
  /^\s(?!(?:is|was|has|this|always|means?|says|comes|appears|happens|occurs|shows|pops|returns|keeps|needs|does|goes|stays|starts|looks|seems|sometimes|across|unless|versus|fails|breaks|makes|gets|gives|persists|remains|vs|as|us|its|plus|still|errors|codes|works|sends|stops|ends|spikes|storms|timeouts|hits|causes|tells|requires|applies|clears|sounds|points)\b)(?:(?:unread|active|new|online|total|more|other|pending|registered|concurrent|open|daily|old|failed|test|different|monthly|paying|real|beta|guest|paid|unique|internal|external|loyal)\s)?[a-z]{2,}s\b/
/** "so the 9520 is NOT the code": the writer says that it is none. */
export const NOT_A_CODE =
  /^["'`”’)\]）】]?\s*(?:(?:is|was|are) not|isn'?t|wasn'?t|不是|并不是|并非) ?(?:the |an? |our |any |IM |error |错误|报错|im)*(?:codes?|码|ours)/i
export const CLOSED = /^\s*["'`”’)\]）】]?\s*(?:$|[\n。！？!?；;，,]|\.(?:\s|$))/
