/** `/imconfig`: what the bot does in a channel; and the settings as every other feature reads them. */
import type { Adapter, Responder } from '../../chat/adapter.ts'
import { UserError } from '../../chat/adapter.ts'
import { type Block, bold, type Card, code, type Field, text } from '../../chat/card.ts'
import type { CommandEvent, ConversationRef, Person } from '../../chat/event.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Storage } from '../../storage/contract.ts'
import { StorageUnavailable } from '../../storage/contract.ts'
import { languageOf } from '../language/phrases.ts'
import { applyChange } from './apply-change.ts'
import {
  type Defaults,
  type EffectiveSettings,
  effectiveSettings,
  readSettings,
  type StoredSettings,
} from './effective-settings.ts'
import { SETTINGS_WORDS, type SettingsWords } from './settings-words.ts'
import { isShared } from './shared-channel.ts'

/** Changes remembered in `/imconfig history`. */
const HISTORY = 10
/** Somebody else may change the settings in the same moment; more tries than these mean something is wrong. */
const TRIES = 5
/** Channels whose settings are remembered for the time when storage does not answer. */
const MAX_REMEMBERED = 5_000

export interface SettingsDeps {
  readonly storage: Storage
  readonly catalog: Catalog
  readonly defaults: Defaults
  readonly adapterOf: (conversation: ConversationRef) => Adapter
  readonly isAdmin: (person: Person, conversation: ConversationRef) => Promise<boolean>
  /** True when the text holds a secret: what is set is kept for good. */
  readonly holdsSecret: (text: string) => boolean
  /** Called when storage did not answer. */
  readonly onBlind: () => void
  readonly now: () => number
}

export interface Settings {
  /** What holds in a channel. While storage is lost: what held when it was last read, or else the defaults. */
  of(conversation: ConversationRef, external?: boolean): Promise<EffectiveSettings>
  command(event: CommandEvent, responder: Responder): Promise<void>
}

const channelKey = ({ platform, workspace, channel }: ConversationRef) => ({ platform, workspace, channel })
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

/** What was set at one time, as it is typed: `mode quiet, cooldown 5`. */
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

export function createSettings(deps: SettingsDeps): Settings {
  const { storage, catalog, defaults, adapterOf, isAdmin, now } = deps
  /** As last read, by channel: a lost database must not make the bot speak where it was told to be silent. */
  const lastRead = new Map<string, StoredSettings>()

  function remember(conversation: ConversationRef, value: StoredSettings) {
    const name = nameOf(conversation)
    lastRead.delete(name)
    lastRead.set(name, value)
    const [oldest] = lastRead.keys()
    if (lastRead.size > MAX_REMEMBERED && oldest !== undefined) lastRead.delete(oldest)
  }

  /** @throws StorageUnavailable */
  async function stored(conversation: ConversationRef) {
    const found = await storage.settings.get(channelKey(conversation))
    const value = readSettings(found?.value)
    remember(conversation, value)
    return { version: found?.version ?? 0, value, found }
  }

  async function storedOrRemembered(conversation: ConversationRef): Promise<StoredSettings> {
    try {
      return (await stored(conversation)).value
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
      deps.onBlind()
      return lastRead.get(nameOf(conversation)) ?? {}
    }
  }

  async function of(conversation: ConversationRef, external = false): Promise<EffectiveSettings> {
    const [value, name] = await Promise.all([
      storedOrRemembered(conversation),
      defaults.supportChannels.length > 0
        ? adapterOf(conversation)
            .channelName(conversation)
            .catch(() => undefined)
        : undefined,
    ])
    return effectiveSettings(value, defaults, conversation, name, external)
  }

  async function card(conversation: ConversationRef, say: SettingsWords, title: string): Promise<Card> {
    // Before anything is shown: what is remembered must not pass for what is kept.
    const { found, value } = await stored(conversation)
    const settings = await of(conversation, await isShared(adapterOf(conversation), conversation))
    const blocks: Block[] = [{ kind: 'fields', fields: shown(settings, say, value.shared === true) }]
    // Whoever switches the bot on would take the saved mode for the one that holds.
    if (settings.modeFrom === 'shared' && value.mode !== 'off')
      blocks.push({ kind: 'text', text: [text(say.closed(value.mode)), code('/imconfig shared allow')] })
    if (found) blocks.push({ kind: 'text', text: [text(say.changed(found.by.name, minuteOf(found.at)))] })
    return { tone: 'info', title, summary: say.summary(title, settings.mode), blocks, actions: [] }
  }

  async function history(conversation: ConversationRef, say: SettingsWords): Promise<Card> {
    const versions = await storage.settings.history(channelKey(conversation), HISTORY)
    const items = versions.map((version) => {
      const set = asTyped(version.value)
      return [text(`${minuteOf(version.at)} UTC, ${version.by.name}: `), set ? code(set) : text(say.emptied)]
    })
    return {
      tone: 'info',
      title: say.historyTitle,
      summary: say.changes(versions.length),
      blocks:
        versions.length > 0
          ? [{ kind: 'list', ordered: false, items }]
          : [{ kind: 'text', text: [text(say.noChange)] }],
      actions: [],
    }
  }

  async function change(event: CommandEvent, words: readonly string[], say: SettingsWords): Promise<Card> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { value, version } = await stored(event.conversation)
      const next = applyChange(value, words, catalog, say, event.conversation.platform)
      // What holds already is no change for the history.
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
    // One place for the rule: looking is changing's first step, so both are for admins.
    if (!(await isAdmin(event.by, event.conversation))) throw new UserError(say.adminsOnly)
    if (deps.holdsSecret(event.text)) throw new UserError(say.secret)
    if (word === 'show') return card(event.conversation, say, say.title)
    if (word === 'history') return history(event.conversation, say)
    return change(event, [word, ...rest], say)
  }

  return {
    of,
    async command(event, responder) {
      const say = SETTINGS_WORDS[languageOf(event.locale, defaults.language)]
      const answered = await answer(event, say).catch((error: unknown) => {
        throw error instanceof StorageUnavailable ? new UserError(say.unavailable) : error
      })
      await responder.reply(answered)
    },
  }
}
