/** Decides whether the bot may speak without being asked. `/imerr why` tells which gate kept it silent. */
import type { MessageEvent } from '../../chat/event.ts'
import { type Mention, THRESHOLDS } from '../../core/detect/detect.ts'
import type { Language } from '../language/language.ts'
import { MINUTE } from '../language/time.ts'
import type { EffectiveSettings } from '../settings/effective-settings.ts'
import type { HashPerson } from '../sightings/hash-person.ts'
import type { AnnotationBook } from './annotation-book.ts'
import { type Budget, usedUp } from './budget.ts'
import type { ForumPosts } from './forum-posts.ts'
import type { Gate } from './gate.ts'
import { WHY_WORDS, type WhyWords } from './why-words.ts'

export interface Refusal {
  readonly gate: Gate
  /** Why, for people: "mode off (the default)". */
  readonly why: (language: Language) => string
}

export interface Decision {
  /** Codes to explain, in their order in the message; empty when a gate closed. */
  readonly codes: readonly string[]
  readonly refusal?: Refusal
  /** True when the budget has just been used up: one summary may be posted instead. */
  readonly storm?: boolean
}

export interface GateDeps {
  readonly annotations: Pick<AnnotationBook, 'explainedIn' | 'lastExplained' | 'countSince' | 'recent'>
  /** True when the author wants no annotations. */
  readonly optedOut: (said: Said) => Promise<boolean>
  readonly posts: Pick<ForumPosts, 'of'>
  readonly hashPerson: HashPerson
  readonly budget: Budget
  readonly now: () => number
}

export type Said = Pick<MessageEvent, 'conversation' | 'by' | 'replyIn' | 'title'> &
  Partial<Pick<MessageEvent, 'message'>>

/** Upper bound for the codes of one message. */
const MAX_CODES = 100

/** @returns the distinct codes with enough confidence for an uninvited reply */
export function certainCodes(mentions: readonly Mention[]): string[] {
  const certain = mentions.filter((mention) => mention.confidence >= THRESHOLDS.uninvited)
  return [...new Set(certain.map((mention) => mention.code))].slice(0, MAX_CODES)
}

const percent = (share: number) => `${Math.round(share * 100)} %`
const refuse = (gate: Gate, why: (because: WhyWords['because']) => string): Decision => ({
  codes: [],
  refusal: { gate, why: (language) => why(WHY_WORDS[language].because) },
})

/** The gates that need no storage. */
export function refuseAtOnce(
  mentions: readonly Mention[],
  settings: EffectiveSettings,
  said: Said,
  optedOut: boolean,
): Decision {
  if (settings.mode === 'off') return refuse('channel mode', (say) => say.mode(settings.modeFrom))
  if (optedOut) return refuse('author opted out', (say) => say.optedOut)
  if (said.by.bot && settings.ignoredBots.includes(said.by.id))
    return refuse('ignored bot', (say) => say.ignoredBot(said.by.id))
  const certain = certainCodes(mentions)
  const codes = certain.filter((code) => !settings.ignoredCodes.includes(code))
  if (codes.length > 0) return { codes }
  if (certain.length > 0) return refuse('confidence', (say) => say.ignoredCodes(certain))
  const best = Math.max(0, ...mentions.map((mention) => mention.confidence))
  return refuse('confidence', (say) =>
    mentions.length === 0 ? say.noCode : say.unsure(percent(best), percent(THRESHOLDS.uninvited)),
  )
}

/** Checks all gates in order. */
export async function passGates(
  mentions: readonly Mention[],
  settings: EffectiveSettings,
  said: Said,
  deps: GateDeps,
): Promise<Decision> {
  const { annotations, budget, now } = deps
  const { platform, workspace, channel, thread } = said.conversation
  const key = { platform, workspace, channel }
  const first = refuseAtOnce(mentions, settings, said, await deps.optedOut(said))
  if (first.refusal) return first

  const inThread = thread ?? said.replyIn?.thread
  const told = inThread === undefined ? new Set<string>() : await annotations.explainedIn(key, inThread, first.codes)
  const untold = first.codes.filter((code) => !told.has(code))
  if (untold.length === 0) return refuse('already explained', (say) => say.told(first.codes))

  const post = deps.posts.of(said)
  const since = now() - settings.cooldownMinutes * MINUTE
  // A reader of a forum post has not read the other posts, so no cooldown applies there.
  const cools = post === undefined && settings.cooldownMinutes > 0
  const recent = cools ? await annotations.lastExplained(key, untold, since) : new Map<string, number>()
  const fresh = untold.filter((code) => !recent.has(code))
  if (fresh.length === 0) {
    const minutes = Math.round((now() - Math.max(...recent.values())) / MINUTE)
    return refuse('cooldown', (say) => say.cooldown(untold, minutes, settings.cooldownMinutes))
  }

  const author = deps.hashPerson(said.by, said.conversation)
  const full = await usedUp(key, { post, author }, deps)
  if (full) {
    const refusal = refuse('channel budget', (say) => say.budget(full.count, budget.windowMs / MINUTE, full.of))
    return { ...refusal, storm: full.storm }
  }
  return { codes: fresh }
}
