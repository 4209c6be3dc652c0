import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandName } from '../../../src/chat/event.ts'
import { COMMANDS } from '../../../src/features/commands.ts'
import { helpCard } from '../../../src/features/help/help.ts'
import { textOf } from '../../platforms/memory/local-platform.ts'
import { startBot, type TestBot } from '../../support/bot.ts'

let bot: TestBot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.stop())

describe('help', () => {
  it.each(['en', 'zh'] as const)('names every command, form, subcommand and option (%s)', (language) => {
    const shown = textOf(helpCard(COMMANDS, language))
    expect(COMMANDS.length).toBeGreaterThanOrEqual(3)
    for (const spec of COMMANDS) {
      expect(shown).toContain(`/${spec.name} ${spec.usage}`)
      expect(shown).toContain(language === 'zh' ? spec.summaryZh : spec.summary)
      for (const form of 'forms' in spec ? spec.forms : [])
        expect(shown).toContain(`/${spec.name} ${form.usage} ${language === 'zh' ? form.summaryZh : form.summary}`)
      for (const subcommand of spec.subcommands) {
        expect(shown).toContain(`/${spec.name} ${subcommand.name}`)
        expect(shown).toContain(language === 'zh' ? subcommand.summaryZh : subcommand.summary)
        for (const { name, required } of subcommand.options)
          expect(shown).toContain(required ? `<${name}>` : `[${name}]`)
      }
    }
    expect(shown).toContain(language === 'zh' ? '（管理员）' : '(admins)')
  })
  it('its examples are answered', async () => {
    const examples = [...textOf(helpCard(COMMANDS, 'en', 'imerr')).matchAll(/^\/imerr ([^<\s].*)$/gm)]
    const asked = examples.map(([, words = '']) => words).filter((words) => !/^(why|usersig|opt|help)/.test(words))
    expect(asked.length).toBeGreaterThanOrEqual(5)
    for (const words of asked) {
      await bot.command('imerr', words)
      expect(bot.replies.at(-1)?.card.actions.length).toBeGreaterThan(0)
    }
  })
  it.each<[CommandName, string, readonly string[], readonly string[]]>([
    ['imerr', '', ['/imerr', '/imtriage', '/imconfig'], []],
    ['imerr', 'HELP', ['/imerr', '/imtriage', '/imconfig'], []],
    ['imtriage', 'help', ['/imtriage top'], ['/imconfig', '/imerr']],
    ['imconfig', 'help', ['/imconfig mode'], ['/imtriage', '/imerr']],
  ])('/%s %s shows what belongs to it', async (command, words, there, absent) => {
    await bot.command(command, words)
    const { card, visibility } = bot.replies.at(-1) ?? {}
    const shown = card ? textOf(card) : ''
    for (const part of there) expect(shown).toContain(part)
    for (const part of absent) expect(shown).not.toContain(part)
    expect(visibility).toBe('private')
  })
})
