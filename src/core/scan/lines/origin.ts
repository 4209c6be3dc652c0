/** Reads where log lines come from: the call, the SDK version, the platform. */
import type { Block } from '../bytes/blocks.ts'

const REST_PATH = /\/v4\/([A-Za-z_]{2,40}\/[A-Za-z_0-9]{2,40})/
/** "/SendMsg|code:7006": the operation between a slash or bar and the first field. */
const NATIVE_OPERATION =
  /[/|]([A-Za-z][A-Za-z _]{1,40}?)(?: failed|fail| error)?\s*[|,]\s*(?:error |sso |ret)?code\s*:/i
const FUNCTION_CALL =
  /(?<![\w.])([a-z]{1,30}[A-Z][A-Za-z0-9]{1,50})\b(?=\s*(?:\(|fail|error|err\b|onError|cancel|->|→|:|,))/
const CPP_FUNCTION = /\.(?:cpp|mm|cc)[.:]\d+\s*[:|]?\s*([A-Za-z_]\w{2,60})[\s(]/

/** The only parts with digits in names of calls. */
const NUMBERED = /C2C|V[23]/gi
/** A UserSig may stand in the place of a call: `eJyrVgrx..., ErrorCode: 70001`. */
const USERSIG = /^eJ/
/** False for a possible piece of a token: names of calls are stored and shown to everybody. */
export const isCallName = (name: string): boolean => !USERSIG.test(name) && !/\d/.test(name.replace(NUMBERED, ''))

/** Names of handlers and fields, which can stand in the place of a call. */
const NO_CALL = /^on[A-Z]|^err|(?:Seq|Id|ID|Code|Msg|Info|Account|Version|Key|Time|Status)$/

/** Every REST command named in a text, in order. */
export const restCallsIn = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(REST_PATH, 'g'))].flatMap((match) => match[1] ?? [])

/** The REST or SDK call that the line names. */
export function callOfLine(line: string): string | undefined {
  const rest = line.includes('/v4/') ? REST_PATH.exec(line)?.[1] : undefined
  if (rest) return rest
  const operation = NATIVE_OPERATION.exec(line)?.[1]?.trim()
  if (operation && operation !== 'operator') return operation
  const call = FUNCTION_CALL.exec(line)?.[1]
  if (call && !NO_CALL.test(call)) return call
  const method = CPP_FUNCTION.exec(line)?.[1]
  return method === 'operator' ? undefined : method
}

const VERSION =
  /(?:sdk[ _]?version|imsdk[ _]?version|sdkVersion|SDK版本|imsdk|TIMSDK)["'\s:=|]{1,4}v?(\d{1,2}\.\d{1,3}\.\d{1,5}(?:\.\d{1,6})?)/i

const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/^[VDIWEF]\/flutter|I\/flutter|PlatformException\(|V2Tim\w+\{/, 'Flutter'],
  [
    /\bAndroid\b|^[VDIWEF]\/[\w.-]+ *\(|^\d\d-\d\d \d\d:\d\d:\d\d\.\d+ +\d+ +\d+ [VDIWEF] |com\.tencent\.imsdk|\/storage\/emulated/,
    'Android',
  ],
  [/\biOS\b|iPhone|\/var\/mobile\/|[+-]\d{4} \w+\[\d+:\d+\]/, 'iOS'],
  [/\bHarmonyOS\b|OpenHarmony/, 'HarmonyOS'],
  [/tim-js|tim-wx|SignController|index\.es\.js|@tencentcloud\/chat/, 'Web'],
  [/electron/i, 'Electron'],
  [/UnityEngine|\bUnity\b/, 'Unity'],
]

/** Lines examined in the first part of a log: this many at its beginning, and as many with a code. */
const MAX_LINES = 400
/** Lines with a code examined in each later part. */
const MAX_LATER_LINES = 10
const MAX_LINE_LENGTH = 2000

/** Finds the SDK version and the platform. @param atBeginning the part is the first of its log */
export function createOriginFinder(atBeginning: boolean) {
  const max = atBeginning ? MAX_LINES : MAX_LATER_LINES
  let sdkVersion: string | undefined
  let platform: string | undefined
  let head = 0
  let coded = 0
  function look(line: string): void {
    sdkVersion ??= VERSION.exec(line)?.[1]
    platform ??= PLATFORMS.find(([sign]) => sign.test(line))?.[1]
  }
  return {
    /** Examines the beginning of a log; does nothing after that. */
    readHead(block: Block): void {
      if (!atBeginning || head >= max) return
      const { text, from, to } = block
      for (let start = from; start < to && head < max; head++) {
        const next = text.indexOf('\n', start)
        const end = next < 0 ? to : Math.min(next, to)
        look(text.slice(start, Math.min(end, start + MAX_LINE_LENGTH)))
        start = end + 1
      }
    },
    /** Examines a line with a code. */
    readLine({ block, start, end }: { readonly block: string; readonly start: number; readonly end: number }): void {
      if (coded++ < max) look(block.slice(start, Math.min(end, start + MAX_LINE_LENGTH)))
    },
    found: (): { readonly sdkVersion?: string; readonly platform?: string } => ({
      ...(sdkVersion ? { sdkVersion } : {}),
      ...(platform ? { platform } : {}),
    }),
  }
}
