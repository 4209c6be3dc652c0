/** `/imerr usersig`: decodes a UserSig, visible only to the person who asks. Nothing of it is stored or logged. */
import { type Responder, UserError } from '../../chat/adapter.ts'
import type { Card } from '../../chat/card.ts'
import type { CommandEvent, MessageEvent } from '../../chat/event.ts'
import { THRESHOLDS } from '../../core/detect/detect.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import { decodeUserSig } from '../../core/usersig/decode-usersig.ts'
import { diagnoseUserSig, type UsedWith } from '../../core/usersig/diagnose.ts'
import { type Language, languageOf } from '../language/language.ts'
import { MIN_VALUE_LENGTH, noUserSigCard, publicUserSigCard, userSigCard, userSigUsageCard } from './usersig-card.ts'
import { USERSIG_WORDS, type UserSigWords } from './usersig-words.ts'

export interface UserSigDeps {
  readonly knowledge: Pick<Knowledge, 'catalog' | 'detect' | 'redactor' | 'resolve'>
  /** For people whose platform does not tell their language. */
  readonly language?: Language
  readonly now: () => number
}

const ASKS = /^usersig(?:\s+|$)/i
/** A message that is only a value, too long to be a word. */
const BARE = /^["'`<]?eJ[A-Za-z0-9*_%+/=-]{40,}["'`>]?$/
const REST_ADDRESS = /^<?https:\/\/\S+[?&]usersig=eJ\S+$/i
/** A piece of a value that was wrapped over several lines. Longer than any UserID, so the two cannot be confused. */
const PIECE = /^[A-Za-z0-9*_+/=-]{40,}$/

/** True for a value with or without `usersig` before it; "usersig expired" is a search. */
export function asksUserSig(given: string): boolean {
  const words = given.trim()
  if (BARE.test(words) || REST_ADDRESS.test(words)) return true
  if (!ASKS.test(words)) return false
  const [first = ''] = words.replace(ASKS, '').split(/\s+/)
  return first === '' || first.length >= MIN_VALUE_LENGTH || decodeUserSig(first).state !== 'other'
}

/** True when there is nothing to diagnose: too short, and not one of the known wrong values. */
const isNoValue = (value: string): boolean => value.length < MIN_VALUE_LENGTH && decodeUserSig(value).state === 'other'

/** Reads `<value> [UserID] [SDKAppID]` after `usersig`. @throws UserError when the words after the value make no sense */
function readQuestion(given: string, say: UserSigWords): { value: string; used: UsedWith } {
  const words = given.trim().replace(ASKS, '').split(/\s+/).filter(Boolean)
  let length = 1
  while (words[0]?.startsWith('eJ') && PIECE.test(words[length] ?? '')) length++
  // If this is no value at all, report that and not the words after it.
  if (isNoValue(words[0] ?? '')) return { value: words[0] ?? '', used: {} }
  const [userId, sdkAppId, ...more] = words.slice(length)
  if (more.length > 0) throw new UserError(say.tooMuch)
  if (sdkAppId !== undefined && !/^\d{1,15}$/.test(sdkAppId)) throw new UserError(say.badApp)
  return {
    value: words.slice(0, length).join(' '),
    used: {
      ...(userId === undefined ? {} : { userId }),
      ...(sdkAppId === undefined ? {} : { sdkAppId: Number(sdkAppId) }),
    },
  }
}

export function createUserSig({
  knowledge: { catalog, detect, redactor, resolve },
  language: otherwise = 'en',
  now,
}: UserSigDeps) {
  /** `usersig foo`: a search finds nothing, so `foo` was meant as a value. Ignores numbers: they may be the SDKAppID. */
  const asksOfNoUserSig = (words: string) =>
    ASKS.test(words) && resolve(words.replace(/(?<=\s)\d+(?!\S)/g, '')).kind === 'none'

  return {
    asks: (words: string): boolean => asksUserSig(words) || asksOfNoUserSig(words.trim()),

    /** Answers privately. @throws UserError when the words after the value make no sense; it quotes nothing */
    async ask(event: CommandEvent, responder: Responder): Promise<void> {
      const language = languageOf(event.locale, otherwise)
      const { value, used } = readQuestion(event.text, USERSIG_WORDS[language])
      const answer = (): Card => {
        if (value === '') return userSigUsageCard(language)
        if (isNoValue(value)) return noUserSigCard(language)
        return userSigCard(diagnoseUserSig(value, used, now()), catalog, now(), { language })
      }
      await responder.reply(answer(), 'private')
    },

    /**
     * True for a message to the bot, in a place that others can read, that asks about a UserSig. A message that also names
     * an error code asks about the code; the answer to that repeats nothing of the message.
     */
    isPublicQuestion({ text: words }: Pick<MessageEvent, 'text'>): boolean {
      if (asksUserSig(words)) return !/^\s*usersig\s*$/i.test(words)
      if (words.trim().includes('\n') || !redactor.secretsIn(words).some(({ name }) => name === 'UserSig')) return false
      return !detect(words).some(({ confidence }) => confidence >= THRESHOLDS.asked)
    },

    /** Warns publicly that a UserSig was posted. @param language the channel's, because everybody reads it */
    async warn(responder: Responder, language: Language = otherwise): Promise<void> {
      await responder.reply(publicUserSigCard(language), 'public')
    },
  }
}
