/** `/imerr why`: what was detected in a message, on which evidence, and which gate kept the bot silent. */

import { type Adapter, UserError } from '../../chat/adapter.ts'
import { type Block, bold, type Card, code, line, text } from '../../chat/card.ts'
import type { CommandEvent, ConversationRef, MessageRef, Person } from '../../chat/event.ts'
import { type Mention, THRESHOLDS } from '../../core/detect/detect.ts'
import type { Knowledge } from '../../core/knowledge.ts'
import type { Annotation } from '../../storage/contract.ts'
import { type Language, languageOf } from '../language/language.ts'
import { isShared } from '../settings/effective-settings.ts'
import type { AnnotateDeps } from './annotate.ts'
import { passGates } from './gates.ts'
import { WHY_WORDS, type WhyWords } from './why-words.ts'

export interface WhyDeps
  extends Pick<AnnotateDeps, 'annotations' | 'optedOut' | 'posts' | 'hashPerson' | 'budget' | 'now' | 'settings'> {
  readonly knowledge: Knowledge
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  /** For people whose platform does not tell their language. */
  readonly language: Language
}

interface Target {
  readonly text: string
  readonly by: Person
  readonly conversation: ConversationRef
  /** Behind a link stands a message; anything else is only a text. */
  readonly linked: boolean
  readonly message?: MessageRef
  /** What the bot posted for it. */
  readonly annotation?: Pick<Annotation, 'codes' | 'state'>
}

const MAX_MENTIONS = 8
const percent = (share: number) => `${Math.round(share * 100)} %`

function mentionBlock(mention: Mention, title: string, say: WhyWords, redact: (text: string) => string): Block {
  // Evidence and rivals may quote words of the message.
  const rivals = mention.rivals.length > 0 ? say.rivals(mention.rivals.map(redact)) : ''
  const evidence = mention.evidence.length > 0 ? redact(mention.evidence.join('; ')) : say.noEvidence
  return {
    kind: 'text',
    text: [code(mention.code), text(say.mention(title, percent(mention.confidence), evidence) + rivals)],
  }
}

/** True for `why <link>`, `why <text with a number>` and `why` alone; "why does login fail" is a search. */
export const asksWhy = (words: string): boolean =>
  /^why$/i.test(words) || (/^why\s/i.test(words) && (/https?:\/\//.test(words) || /\d{3}/.test(words)))

export function createWhy({ knowledge, adapterOf, settings, language, ...gates }: WhyDeps) {
  const { catalog, detect, redactor } = knowledge

  async function target(event: CommandEvent, say: WhyWords): Promise<Target> {
    const given = event.text.trim().replace(/^why\b\s*/i, '')
    if (given === '') throw new UserError(say.nothing)
    const url = /^<?(https?:\/\/[^\s>|]+)/.exec(given)?.[1]
    if (!url) return { text: given, by: event.by, conversation: event.conversation, linked: false }
    const found = await adapterOf(event.conversation).resolveLink(url, event.conversation, event.by)
    if (!found) throw new UserError(say.unreadable)
    const annotation = await gates.annotations.bySource(found.message)
    return {
      text: found.text,
      by: found.author,
      conversation: found.message.conversation,
      linked: true,
      message: found.message,
      // The summary of a storm explains no code.
      ...(annotation && annotation.codes.length > 0 ? { annotation } : {}),
    }
  }

  /** What happened to the message, or what would. */
  async function verdictOn(said: Target, mentions: readonly Mention[], say: WhyWords, spoken: Language) {
    // The gates would count this message's own annotation, so they are not asked.
    if (said.annotation) return say.annotated(said.annotation.codes, said.annotation.state)
    const shared = await isShared(adapterOf(said.conversation), said.conversation)
    const holds = await settings.of(said.conversation, shared)
    const { refusal, codes } = await passGates(mentions, holds, said, gates)
    return refusal ? say.silent(say.gate[refusal.gate], refusal.why(spoken)) : say.wouldExplain(codes)
  }

  return async (event: CommandEvent): Promise<Card> => {
    const spoken = languageOf(event.locale, language)
    const say = WHY_WORDS[spoken]
    const said = await target(event, say)
    const mentions = detect(said.text)
    const verdict = await verdictOn(said, mentions, say, spoken)
    return {
      tone: 'info',
      title: say.title,
      summary: verdict,
      blocks: [
        { kind: 'text', text: [bold(verdict), text(said.linked && !said.annotation ? say.notAnnotated : '')] },
        ...(said.linked && said.by.bot
          ? [{ kind: 'text' as const, text: [text(say.byBot), code(`/imconfig ignore-bot ${said.by.id}`)] }]
          : []),
        ...mentions
          .slice(0, MAX_MENTIONS)
          .map((mention) => mentionBlock(mention, catalog.entryOf(mention.code)?.title ?? '', say, redactor.redact)),
        ...(mentions.length > MAX_MENTIONS ? [line(say.more(mentions.length - MAX_MENTIONS))] : []),
        ...(mentions.length === 0 ? [line(say.noNumber)] : []),
      ],
      actions: [],
      footer: [text(say.thresholds(percent(THRESHOLDS.uninvited), percent(THRESHOLDS.asked)))],
    }
  }
}
