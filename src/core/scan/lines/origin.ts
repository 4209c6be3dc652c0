/** What a log line tells about its origin: the call it belongs to, the SDK version, the platform. */
import type { Block } from '../bytes/blocks.ts'

const REST_PATH = /\/v4\/([A-Za-z_]{2,40}\/[A-Za-z_0-9]{2,40})/
/** "/SendMsg|code:7006": the operation stands between a slash or bar and the first field. */
const NATIVE_OPERATION =
  /[/|]([A-Za-z][A-Za-z _]{1,40}?)(?: failed|fail| error)?\s*[|,]\s*(?:error |sso |ret)?code\s*:/i
const FUNCTION_CALL =
  /(?<![\w.])([a-z]{1,30}[A-Z][A-Za-z0-9]{1,50})\b(?=\s*(?:\(|fail|error|err\b|onError|cancel|->|→|:|,))/
const CPP_FUNCTION = /\.(?:cpp|mm|cc)[.:]\d+\s*[:|]?\s*([A-Za-z_]\w{2,60})[\s(]/

/** What is left of a digit-free name once these are out. */
const NUMBERED = /C2C|V[23]/gi
/** A UserSig begins so, and stands where a call's name may stand: `eJyrVgrx..., ErrorCode: 70001`. */
const USERSIG = /^eJ/
/** False for what may be a piece of a token: names of calls are shown to everybody and kept. */
export const isCallName = (name: string): boolean => !USERSIG.test(name) && !/\d/.test(name.replace(NUMBERED, ''))

/** Names of handlers and of fields, which stand where a call could. */
const NO_CALL = /^on[A-Z]|^err|(?:Seq|Id|ID|Code|Msg|Info|Account|Version|Key|Time|Status)$/

/** Every REST command named in a text, in order. */
export const restCallsIn = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(REST_PATH, 'g'))].flatMap((match) => match[1] ?? [])

/** The REST or SDK call that the line speaks of, if it names one. */
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

/** The SDK's version, where the line says so. */
export const sdkVersionOfLine = (line: string): string | undefined => VERSION.exec(line)?.[1]

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

/** The platform the line was written on, where it shows. */
export const platformOfLine = (line: string): string | undefined => PLATFORMS.find(([sign]) => sign.test(line))?.[1]

export interface OriginFinder {
  /** Looks at the beginning of a log; does nothing once that is over. */
  readHead(block: Block): void
  /** Looks at a line with a code. */
  readLine(line: { readonly block: string; readonly start: number; readonly end: number }): void
  found(): { readonly sdkVersion?: string; readonly platform?: string }
}

/** Origins are looked for in this many lines of a log's beginning, and in as many of its lines with a code. */
const MAX_LINES = 400
/** Later in the log they are looked for in lines with a code alone, and in fewer. */
const FEW_LINES = 10
const MAX_LINE_LENGTH = 2000

/** @param atBeginning it reads the beginning of a log. */
export function createOriginFinder(atBeginning: boolean): OriginFinder {
  const most = atBeginning ? MAX_LINES : FEW_LINES
  let sdkVersion: string | undefined
  let platform: string | undefined
  let head = 0
  let coded = 0
  function look(line: string): void {
    sdkVersion ??= sdkVersionOfLine(line)
    platform ??= platformOfLine(line)
  }
  return {
    readHead(block) {
      if (!atBeginning || head >= most) return
      const { text, from, to } = block
      for (let start = from; start < to && head < most; head++) {
        const next = text.indexOf('\n', start)
        const end = next < 0 ? to : Math.min(next, to)
        look(text.slice(start, Math.min(end, start + MAX_LINE_LENGTH)))
        start = end + 1
      }
    },
    readLine({ block, start, end }) {
      if (coded++ < most) look(block.slice(start, Math.min(end, start + MAX_LINE_LENGTH)))
    },
    found: () => ({ ...(sdkVersion ? { sdkVersion } : {}), ...(platform ? { platform } : {}) }),
  }
}
