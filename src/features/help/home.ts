/** The bot's home page, where a platform has one: how to ask, the most frequent codes, this workspace's settings. */

import { type Action, type Block, bold, type Card, code, line, type Text, text } from '../../chat/card.ts'
import { OPEN_FORM } from '../../chat/command.ts'
import type { ConversationRef, Person } from '../../chat/event.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import { type Storage, whenStorageIsLost } from '../../storage/contract.ts'
import { languageOf } from '../language/language.ts'
import { DAY } from '../language/time.ts'
import { showButton } from '../lookup/entry-card.ts'
import { type Defaults, readSettings } from '../settings/effective-settings.ts'
import { HOME_WORDS, type HomeWords } from './home-words.ts'

export interface HomeDeps {
  readonly storage: Pick<Storage, 'occurrences' | 'settings'>
  readonly catalog: Catalog
  readonly defaults: Defaults
  readonly now: () => number
}

const MAX_CODES = 5
const MAX_CHANNELS = 20

const EXAMPLES = ['/imerr 10010', '/imerr kicked offline', '/imerr 群不存在']

export function createHome({ storage, catalog, defaults, now }: HomeDeps) {
  async function seen(scope: ConversationRef, say: HomeWords): Promise<{ lines: Text[]; actions: Action[] }> {
    const { platform, workspace } = scope
    const top = await storage.occurrences.top(
      { from: now() - 7 * DAY, to: now() + 1, scope: { platform, workspace } },
      MAX_CODES,
    )
    const known = top.flatMap((found) => {
      const entry = catalog.entryOf(found.code)
      return entry ? [{ ...found, entry }] : []
    })
    return {
      lines: known.map(({ code: seenCode, entry, people }) => [
        code(seenCode),
        text(` ${entry.title} · ${say.people(people)}`),
      ]),
      actions: known.map(({ entry }) => showButton(entry)),
    }
  }

  async function settingsLines({ platform, workspace }: ConversationRef, say: HomeWords): Promise<Text[]> {
    const channels = await storage.settings.list({ platform, workspace })
    const own = channels.slice(0, MAX_CHANNELS).map(({ channel, value }): Text => {
      const { mode, onCall } = readSettings(value)
      const words = mode ? say.mode(mode) : say.defaultMode
      return [code(channel.channel), text(` ${words}${onCall ? say.onCall : ''}`)]
    })
    const support = defaults.supportChannels.length > 0 ? say.support(defaults.supportChannels) : ''
    return [[text(say.otherwise(defaults.mode) + support)], ...own]
  }

  return async (by: Person, conversation: ConversationRef, locale?: string): Promise<Card> => {
    const say = HOME_WORDS[languageOf(locale, defaults.language)]
    const blocks: Block[] = [
      line(say.hello(by.name)),
      { kind: 'list', ordered: false, items: EXAMPLES.map((example) => [code(example)]) },
    ]
    const actions: Action[] = [
      { kind: 'button', id: OPEN_FORM, value: 'paste', label: say.explainLog, style: 'primary' },
    ]
    await whenStorageIsLost(
      async () => {
        const [met, settings] = await Promise.all([seen(conversation, say), settingsLines(conversation, say)])
        if (met.lines.length > 0)
          blocks.push({ kind: 'text', text: [bold(say.seenMost)] }, { kind: 'list', ordered: false, items: met.lines })
        blocks.push({ kind: 'text', text: [bold(say.workspace)] }, { kind: 'list', ordered: false, items: settings })
        actions.push(...met.actions)
      },
      () => void blocks.push(line(say.blind)),
    )
    return { tone: 'info', title: 'imerr', summary: say.summary, blocks, actions }
  }
}
