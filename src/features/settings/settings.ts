/** `/imconfig`: shows and changes a channel's settings; reads the effective ones for all other features. */
import { LRUCache } from 'lru-cache'
import { type Adapter, type Responder, UserError } from '../../chat/adapter.ts'
import { type Block, bold, type Card, code, type Field, line, text } from '../../chat/card.ts'
import type { CommandEvent, ConversationRef, Person } from '../../chat/event.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import { type Storage, whenStorageIsLost } from '../../storage/contract.ts'
import { languageOf } from '../language/language.ts'
import { applyChange } from './apply-change.ts'
import {
  type Defaults,
  type EffectiveSettings,
  effectiveSettings,
  isShared,
  readSettings,
  type StoredSettings,
} from './effective-settings.ts'
import { SETTINGS_WORDS, type SettingsWords } from './settings-words.ts'

/** Changes shown in `/imconfig history`. */
const MAX_HISTORY = 10
/** Retries when somebody else changes the settings at the same time. */
const MAX_ATTEMPTS = 5
/** Channels whose last known settings are kept in case storage is lost. */
const MAX_REMEMBERED = 5_000

export interface SettingsDeps {
  readonly storage: Storage
  readonly catalog: Catalog
  readonly defaults: Defaults
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly isAdmin: (person: Person, conversation: ConversationRef) => Promise<boolean>
  /** True when the text holds a secret; then it is refused, because settings are stored and shown. */
  readonly holdsSecret: (text: string) => boolean
  /** Called when storage did not answer. */
  readonly onBlind: () => void
  readonly now: () => number
}

const channelKey = ({ platform, workspace, channel }: ConversationRef) => ({ platform, workspace, channel })
/** A map key for a channel. */
const nameOf = ({ platform, workspace, channel }: ConversationRef) => [platform, workspace, channel].join('/')

/** "2026-06-01 09:00", in UTC. */
const minuteOf = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

function shown(settings: EffectiveSettings, say: SettingsWords, shared: boolean): Field[] {
  const list = (items: readonly string[]) => [text(items.length > 0 ? items.join(', ') : say.none)]
  const { onCall } = settings
  const mentions = onCall && onCall.mention.length > 0 ? say.mentions(onCall.mention) : ''
  return [
    { name: say.mode, value: [bold(settings.mode), text(` (${say.modeFrom[settings.modeFrom]})`)] },
    { name: say.language, value: [text(settings.language)] },
    { name: say.cooldown, value: [text(say.minutes(settings.cooldownMinutes))] },
    { name: say.ignoredCodes, value: list(settings.ignoredCodes) },
    { name: say.ignoredBots, value: list(settings.ignoredBots) },
    { name: say.onCall, value: [text(onCall ? `${onCall.channel}${mentions}` : say.notSet)] },
    ...(shared ? [{ name: say.shared, value: [text(say.sharedAllowed)] }] : []),
  ]
}

/** Stored settings in the words of the command: `mode quiet, cooldown 5`. */
function asTyped(value: unknown): string {
  const { onCall, ignoredCodes = [], ignoredBots = [], shared, ...rest } = readSettings(value)
  return [
    ...Object.entries(rest).map(([name, set]) => `${name} ${set}`),
    ...(ignoredCodes.length > 0 ? [`ignore-code ${ignoredCodes.join(' ')}`] : []),
    ...(ignoredBots.length > 0 ? [`ignore-bot ${ignoredBots.join(' ')}`] : []),
    ...(onCall ? [['oncall', onCall.channel, ...onCall.mention].join(' ')] : []),
    ...(shared === undefined ? [] : [`shared ${shared ? 'allow' : 'deny'}`]),
  ].join(', ')
}

export function createSettings(deps: SettingsDeps) {
  const { storage, catalog, defaults, adapterOf, isAdmin, now } = deps
  /** By channel, so that the bot stays silent where it was told to, even while storage is lost. */
  const lastRead = new LRUCache<string, StoredSettings>({ max: MAX_REMEMBERED })

  /** @throws StorageUnavailable */
  async function stored(conversation: ConversationRef) {
    const found = await storage.settings.get(channelKey(conversation))
    const value = readSettings(found?.value)
    lastRead.set(nameOf(conversation), value)
    return { version: found?.version ?? 0, value, found }
  }

  const storedOrLastRead = (conversation: ConversationRef): Promise<StoredSettings> =>
    whenStorageIsLost(
      async () => (await stored(conversation)).value,
      () => {
        deps.onBlind()
        return lastRead.get(nameOf(conversation)) ?? {}
      },
    )

  /**
   * The effective settings of a channel. While storage is lost: from what was last read, otherwise the defaults.
   * @param external true when the channel is shared with other organisations
   */
  async function of(conversation: ConversationRef, external = false): Promise<EffectiveSettings> {
    const [value, name] = await Promise.all([
      storedOrLastRead(conversation),
      defaults.supportChannels.length > 0
        ? adapterOf(conversation)
            .channelName(conversation)
            .catch(() => undefined)
        : undefined,
    ])
    return effectiveSettings(value, defaults, conversation, name, external)
  }

  async function card(conversation: ConversationRef, say: SettingsWords, title: string): Promise<Card> {
    // Fails while storage is lost: the card must not show remembered settings as stored ones.
    const { found, value } = await stored(conversation)
    const settings = await of(conversation, await isShared(adapterOf(conversation), conversation))
    const blocks: Block[] = [{ kind: 'fields', fields: shown(settings, say, value.shared === true) }]
    // Otherwise an admin would take the saved mode for the effective one.
    if (settings.modeFrom === 'shared' && value.mode !== 'off')
      blocks.push({ kind: 'text', text: [text(say.closed(value.mode)), code('/imconfig shared allow')] })
    if (found) blocks.push(line(say.changed(found.by.name, minuteOf(found.at))))
    return { tone: 'info', title, summary: say.summary(title, settings.mode), blocks, actions: [] }
  }

  async function history(conversation: ConversationRef, say: SettingsWords): Promise<Card> {
    const versions = await storage.settings.history(channelKey(conversation), MAX_HISTORY)
    const items = versions.map((version) => {
      const set = asTyped(version.value)
      return [text(`${minuteOf(version.at)} UTC, ${version.by.name}: `), set ? code(set) : text(say.emptied)]
    })
    return {
      tone: 'info',
      title: say.historyTitle,
      summary: say.changes(versions.length),
      blocks: [versions.length > 0 ? { kind: 'list', ordered: false, items } : line(say.noChange)],
      actions: [],
    }
  }

  async function change(event: CommandEvent, words: readonly string[], say: SettingsWords): Promise<Card> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { value, version } = await stored(event.conversation)
      const next = applyChange(value, words, catalog, say, event.conversation.platform)
      // Setting the same value again must not add to the history.
      if (JSON.stringify(next) === JSON.stringify(value)) return card(event.conversation, say, say.unchanged)
      if (await storage.settings.set(channelKey(event.conversation), next, { by: event.by, at: now() }, version)) {
        return card(event.conversation, say, say.saved)
      }
    }
    throw new UserError(say.busy)
  }

  async function answer(event: CommandEvent, say: SettingsWords): Promise<Card> {
    const [what = 'show', ...rest] = event.text.split(/\s+/).filter(Boolean)
    const word = what.toLowerCase()
    if (!(await isAdmin(event.by, event.conversation))) throw new UserError(say.adminsOnly)
    if (deps.holdsSecret(event.text)) throw new UserError(say.secret)
    if (word === 'show') return card(event.conversation, say, say.title)
    if (word === 'history') return history(event.conversation, say)
    return change(event, [word, ...rest], say)
  }

  return {
    of,

    /** Answers `/imconfig`. @throws UserError */
    async command(event: CommandEvent, responder: Responder): Promise<void> {
      const say = SETTINGS_WORDS[languageOf(event.locale, defaults.language)]
      const answered = await whenStorageIsLost(
        () => answer(event, say),
        () => {
          throw new UserError(say.unavailable)
        },
      )
      await responder.reply(answered)
    },
  }
}

export type Settings = ReturnType<typeof createSettings>
