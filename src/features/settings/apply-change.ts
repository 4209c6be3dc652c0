/** What each word of `/imconfig` changes. */
import { UserError } from '../../chat/adapter.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import { LANGUAGES } from '../language/phrases.ts'
import { nearest } from '../typed-word.ts'
import { MODES, type Mode, type StoredSettings } from './effective-settings.ts'
import { CONFIG_COMMAND } from './imconfig.ts'
import { botExample, type IdKind, readId } from './settings-ids.ts'
import type { SettingsWords } from './settings-words.ts'

const MAX_COOLDOWN = 1440
const SETTINGS = CONFIG_COMMAND.subcommands.map(({ name }) => name)

/** @throws UserError that says what to write instead */
export function applyChange(
  stored: StoredSettings,
  words: readonly string[],
  catalog: Catalog,
  say: SettingsWords,
  platform: string,
): StoredSettings {
  const [what = '', ...rest] = words
  const [given = ''] = rest
  const first = given.toLowerCase()
  const need = (condition: boolean, message: string) => {
    if (!condition) throw new UserError(message)
  }
  const without = <K extends keyof StoredSettings>(key: K): StoredSettings => {
    const { [key]: _, ...others } = stored
    return others
  }
  const toggle = (list: readonly string[], value: string) =>
    list.includes(value) ? list.filter((item) => item !== value) : [...list, value]
  const idIn = (word: string, kind: IdKind) => readId(word, kind, platform, say)
  const personIn = (word: string) => idIn(word, 'person')
  // What was saved before ids were checked can be taken off the list all the same.
  const botIn = (word: string) => (stored.ignoredBots?.includes(word) ? word : idIn(word, 'bot'))
  switch (what) {
    case 'mode':
      if (first === 'default') return without('mode')
      need(
        MODES.some((mode) => mode === first),
        say.oneOf([...MODES, 'default'], '/imconfig mode auto'),
      )
      return { ...stored, mode: first as Mode }
    case 'language':
      need(
        LANGUAGES.some((language) => language === first),
        say.oneOf(LANGUAGES, '/imconfig language en'),
      )
      return { ...stored, language: first as (typeof LANGUAGES)[number] }
    case 'cooldown': {
      const minutes = Number(first)
      need(/^\d+$/.test(first) && minutes <= MAX_COOLDOWN, say.cooldownRange(MAX_COOLDOWN))
      return { ...stored, cooldown: minutes }
    }
    case 'ignore-code':
      for (const code of rest.length > 0 ? rest : ['']) need(catalog.entryOf(code) !== undefined, say.notACode(code))
      return { ...stored, ignoredCodes: rest.reduce(toggle, stored.ignoredCodes ?? []) }
    case 'ignore-bot':
      need(given !== '', say.nameBot(botExample(platform)))
      return { ...stored, ignoredBots: rest.map(botIn).reduce(toggle, stored.ignoredBots ?? []) }
    case 'oncall':
      if (first === 'none') return without('onCall')
      need(first !== '', say.nameOnCall)
      return { ...stored, onCall: { channel: idIn(given, 'channel'), mention: rest.slice(1).map(personIn) } }
    case 'shared':
      need(first === 'allow' || first === 'deny', say.oneOf(['allow', 'deny'], '/imconfig shared allow'))
      return { ...stored, shared: first === 'allow' }
    default:
      throw new UserError(say.noSetting(what, nearest(what, SETTINGS)))
  }
}
