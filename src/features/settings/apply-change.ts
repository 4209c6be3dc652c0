/** Applies one `/imconfig` setting, such as `mode quiet`, to a channel's settings; reads the ids in it. */
import { UserError } from '../../chat/adapter.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import { LANGUAGES } from '../language/language.ts'
import { nearest } from '../typed-word.ts'
import { MAX_COOLDOWN, MODES, type StoredSettings } from './effective-settings.ts'
import { CONFIG_COMMAND } from './imconfig.ts'
import type { IdKind, SettingsWords } from './settings-words.ts'

const SETTINGS = CONFIG_COMMAND.subcommands.map(({ name }) => name)

/** Id formats by platform. Platforms without an entry, such as the terminal, use names. */
const ID_FORMATS: Readonly<Record<string, Readonly<Record<IdKind, RegExp>>>> = {
  // A bot's messages carry its bot id (B...), never the user id behind its mention.
  slack: { bot: /^(?:B[A-Z0-9]{2,20}|USLACKBOT)$/, channel: /^[CGD][A-Z0-9]{2,20}$/, person: /^[UWS][A-Z0-9]{2,20}$/ },
  discord: { bot: /^\d{15,21}$/, channel: /^\d{15,21}$/, person: /^\d{15,21}$/ },
}

const botExample = (platform: string): string => (platform === 'discord' ? '123456789012345678' : 'B012345')

/** Matches the ids and names of every platform. */
const ID = /^[\p{L}\p{N}_.:-]{1,64}$/u

/** Reads the id in `<#C123|name>`, `<@U123>`, `<!subteam^S123>`, `#C123` or a plain id. */
const idOf = (word: string) => word.replace(/^<[#@!&]*(?:subteam\^)?([^|>]+)(?:\|[^>]*)?>$/, '$1').replace(/^[#@]/, '')

/** @throws UserError that says how to write an id on this platform */
function readId(word: string, kind: IdKind, platform: string, say: SettingsWords): string {
  const id = idOf(word)
  if (!ID.test(id)) throw new UserError(say.notAnId)
  const format = ID_FORMATS[platform]?.[kind]
  if (format && !format.test(id)) throw new UserError(say.idOn[platform]?.[kind](id) ?? say.notAnId)
  return id
}

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
  const oneOf = <T extends string>(values: readonly T[], example: string): T => {
    const found = values.find((value) => value === first)
    if (found === undefined) throw new UserError(say.oneOf(values, example))
    return found
  }
  const idIn = (word: string, kind: IdKind) => readId(word, kind, platform, say)
  // An id that was saved before ids were checked can still be removed.
  const botIn = (word: string) => (stored.ignoredBots?.includes(word) ? word : idIn(word, 'bot'))
  switch (what) {
    case 'mode': {
      const mode = oneOf([...MODES, 'default'], '/imconfig mode auto')
      return mode === 'default' ? without('mode') : { ...stored, mode }
    }
    case 'language':
      return { ...stored, language: oneOf(LANGUAGES, '/imconfig language en') }
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
      return {
        ...stored,
        onCall: { channel: idIn(given, 'channel'), mention: rest.slice(1).map((word) => idIn(word, 'person')) },
      }
    case 'shared':
      return { ...stored, shared: oneOf(['allow', 'deny'], '/imconfig shared allow') === 'allow' }
    default:
      throw new UserError(say.noSetting(what, nearest(what, SETTINGS)))
  }
}
