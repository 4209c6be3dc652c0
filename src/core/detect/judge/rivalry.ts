/** Points that a number loses to other products that use the same numbers. */
import type { OwnerSign, Sign } from '../message/vocabulary.ts'

const HERE = -6
const HERE_WEAK = -3
/** "物流接口返回 10003": it speaks, and nothing of ours stands between. */
const SPEAKER_WEAK = -4.5
const HERE_FARTHER = -2
const HERE_OTHER_NUMBER = -0.8
/** "OpenIM 服务端回 20005": the owner is who speaks, and nothing of ours stands between it and the number. */
const SPEAKER_OTHER_NUMBER = -3
const ELSEWHERE = { anchored: -0.3, likely: -1, bare: -3 } as const
/** The last product that was named before the number is the owner, and nothing says that the subject changed. */
const SPOKEN_OF = { anchored: 0, likely: -0.6, bare: -2 } as const
const CONTRAST =
  /(?<![a-z])(?:but|however|unrelated|separately|meanwhile|while|whereas|then|after that|instead|also)(?![a-z])|但|不过|另外|现在|先不管|倒是|而是|无关|没关系|然后|之后|后来|才是|所以/i
/** A sign of this weight names a thing of instant messaging. */
const OURS = 1.5

export interface Contest {
  readonly text: string
  /** Where the number stands. */
  readonly at: number
  readonly code: string
  readonly here: (sign: { readonly at: number }) => boolean
  readonly signs: readonly Sign[]
  readonly owners: readonly OwnerSign[]
  /** Words that fit what the code means stand around it. */
  readonly fits: boolean
  /** Something announces the number. */
  readonly announced: boolean
  /** It is the value of a field that Tencent Chat alone has. */
  readonly ownField: boolean
}

/** @returns points, zero or less */
export function rivalry({ text, at, code, here, signs, owners, fits, announced, ownField }: Contest): number {
  if (owners.length === 0) return 0
  const distance = (sign: { readonly at: number }) => Math.abs(sign.at - at)
  const able = owners.filter((owner) => owner.owns(code))
  const strong = able.filter((owner) => !owner.weak)
  const strongHere = strong.filter(here)
  const anchors = signs.filter((sign) => here(sign) && (sign.kind === 'tencent' || sign.kind === 'api'))
  if (strongHere.length > 0) {
    const owner = Math.min(...strongHere.map(distance))
    const ours = Math.min(...anchors.filter((sign) => ownField || sign.kind === 'tencent').map(distance))
    return ours < owner ? HERE_FARTHER : HERE
  }
  const lastOf = (named: readonly { readonly at: number }[]) =>
    named.reduce((last, sign) => (sign.at < at && sign.at > last ? sign.at : last), -1)
  if (strong.length > 0) {
    const likely = fits || (announced && signs.some((sign) => here(sign) && sign.kind === 'messaging'))
    const kind = anchors.length > 0 || ownField ? 'anchored' : likely ? 'likely' : 'bare'
    const last = lastOf(strong)
    const governs =
      last > lastOf(signs.filter((sign) => sign.kind === 'tencent')) && !CONTRAST.test(text.slice(last, at))
    return ELSEWHERE[kind] + (governs ? SPOKEN_OF[kind] : 0)
  }
  const oursAfter = (place: number) =>
    signs.some((sign) => sign.at > place && sign.at < at && sign.weight >= OURS) || CONTRAST.test(text.slice(place, at))
  if (able.some(here)) {
    const weak = lastOf(able.filter(here))
    return weak < 0 || oursAfter(weak) ? HERE_WEAK : SPEAKER_WEAK
  }
  const speaking = lastOf(owners.filter((owner) => here(owner) && !owner.weak))
  if (speaking >= 0 && !ownField && !code.startsWith('-')) {
    return oursAfter(speaking) ? HERE_OTHER_NUMBER : SPEAKER_OTHER_NUMBER
  }
  return owners.some(here) ? HERE_OTHER_NUMBER : 0
}
