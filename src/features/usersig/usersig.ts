/** `/imerr usersig`: opens a UserSig for the person who asks, and for nobody else. Nothing of it is kept or logged. */
import type { Responder } from '../../chat/adapter.ts'
import { UserError } from '../../chat/adapter.ts'
import type { CommandEvent, MessageEvent } from '../../chat/event.ts'
import { THRESHOLDS } from '../../core/detect/detect.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import { decodeUserSig } from '../../core/usersig/decode.ts'
import { diagnoseUserSig, type UsedWith } from '../../core/usersig/diagnose.ts'
import { type Language, languageOf } from '../language/phrases.ts'
import { LONGER_THAN_WORDS, noUserSigCard, publicUserSigCard, userSigCard, userSigUsageCard } from './usersig-card.ts'
import { USERSIG_WORDS, type UserSigWords } from './usersig-words.ts'

export interface UserSigDeps {
  readonly knowledge: Pick<Knowledge, 'catalog' | 'detect' | 'redactor' | 'resolve'>
  /** For people whose platform does not tell their language. */
  readonly language?: Language
  readonly now: () => number
}

const ASKS = /^usersig(?:\s+|$)/i
/** One value alone: long enough that no word is taken for it. */
const BARE = /^["'`<]?eJ[A-Za-z0-9*_%+/=-]{40,}["'`>]?$/
const REST_ADDRESS = /^<?https:\/\/\S+[?&]usersig=eJ\S+$/i
/** A piece of a value that was wrapped over several lines; longer than any UserID. */
const PIECE = /^[A-Za-z0-9*_+/=-]{40,}$/

/** True for `usersig ...` with a value, and for a value alone; "usersig expired" is a search. */
export function asksUserSig(given: string): boolean {
  const words = given.trim()
  if (BARE.test(words) || REST_ADDRESS.test(words)) return true
  if (!ASKS.test(words)) return false
  const [first = ''] = words.replace(ASKS, '').split(/\s+/)
  return first === '' || first.length >= LONGER_THAN_WORDS || decodeUserSig(first).state !== 'other'
}

/** Too short to say more of it than that it is none. */
const isNoValue = (value: string): boolean => value.length < LONGER_THAN_WORDS && decodeUserSig(value).state === 'other'

/** The words after `usersig`: the value, then the UserID and the SDKAppID that the app uses, in this order. */
function readQuestion(given: string, say: UserSigWords): { value: string; used: UsedWith } {
  const words = given.trim().replace(ASKS, '').split(/\s+/).filter(Boolean)
  let length = 1
  while (words[0]?.startsWith('eJ') && PIECE.test(words[length] ?? '')) length++
  // Whose value is none reads of that, and not of what stands behind it.
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
  /** `usersig foo`: nothing that a search finds, so it was meant for a value. Numbers may be the SDKAppID. */
  const asksOfNoUserSig = (words: string) =>
    ASKS.test(words) && resolve(words.replace(/(?<=\s)\d+(?!\S)/g, '')).kind === 'none'

  return {
    asks: (words: string): boolean => asksUserSig(words) || asksOfNoUserSig(words.trim()),

    /** @throws UserError when the words after the value make no sense; it quotes nothing */
    async ask(event: CommandEvent, responder: Responder): Promise<void> {
      const language = languageOf(event.locale, otherwise)
      const { value, used } = readQuestion(event.text, USERSIG_WORDS[language])
      if (value === '') return void (await responder.reply(userSigUsageCard(language), 'private'))
      if (isNoValue(value)) return void (await responder.reply(noUserSigCard(language), 'private'))
      const diagnosis = diagnoseUserSig(value, used, now())
      await responder.reply(userSigCard(diagnosis, catalog, now(), { language }), 'private')
    },

    /**
     * A message meant for the bot that is about a UserSig, where others may read along. One that names an error code too
     * is about the code, and the answer to that repeats no word of it.
     */
    isPublicQuestion({ text: words }: Pick<MessageEvent, 'text'>): boolean {
      if (asksUserSig(words)) return !/^\s*usersig\s*$/i.test(words)
      if (words.trim().includes('\n') || !redactor.secretsIn(words).some(({ name }) => name === 'UserSig')) return false
      return !detect(words).some(({ confidence }) => confidence >= THRESHOLDS.asked)
    },

    /** @param language the channel's: everybody reads it */
    async warn(responder: Responder, language: Language = otherwise): Promise<void> {
      await responder.reply(publicUserSigCard(language), 'public')
    },
  }
}
