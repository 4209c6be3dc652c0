import { describe, expect, it } from 'vitest'
import { ApiFault, type DiscordApi } from '../../../../adapters/discord/api/rest-api.ts'
import { commandText, formText, typedText } from '../../../../adapters/discord/inbound/command-text.ts'
import { EXPLAIN, isRegistered, toDefinitions } from '../../../../adapters/discord/setup/command-definitions.ts'
import { syncCommands } from '../../../../adapters/discord/setup/register-commands.ts'
import type { CommandSpec } from '../../../../src/chat/command.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'

const definitions = toDefinitions(COMMANDS, 'global')
const named = (name: string) => definitions.find((definition) => definition.name === name)

describe('what Discord registers', () => {
  it('is one command per declaration, and the menu on messages', () => {
    expect(definitions.map(({ name }) => name)).toEqual([...COMMANDS.map(({ name }) => name), EXPLAIN])
    expect(named(EXPLAIN)).toMatchObject({ type: 3, name_localizations: { 'zh-CN': '解释错误码' } })
    expect(named(EXPLAIN)).not.toHaveProperty('description')
  })

  it('lets everybody ask everywhere, and shows triage to moderators and settings to those who manage the server', () => {
    expect(named('imerr')).toMatchObject({
      default_member_permissions: null,
      contexts: [0, 1, 2],
      integration_types: [0, 1],
      options: [{ name: 'query', type: 3, autocomplete: true, required: false }],
    })
    expect(named('imtriage')).toMatchObject({
      default_member_permissions: '8192',
      contexts: [0],
      integration_types: [0],
    })
    expect(named('imconfig')).toMatchObject({ default_member_permissions: '32', contexts: [0], integration_types: [0] })
    expect(toDefinitions(COMMANDS, 'guild')[0]).not.toHaveProperty('contexts')
  })

  it('has Chinese names that begin with the English ones', () => {
    const commands = definitions.filter(({ type }) => type === 1)
    expect(commands).toHaveLength(3)
    for (const definition of commands) {
      expect(definition.name_localizations?.['zh-CN']).toMatch(new RegExp(`^${definition.name}-\\p{sc=Han}+$`, 'u'))
      expect(definition).toHaveProperty('description_localizations.zh-CN')
    }
  })

  it('counts as registered when Discord adds fields of its own, and not when anything differs', () => {
    const there = definitions.map((definition, i) => ({
      ...(JSON.parse(JSON.stringify(definition)) as typeof definition),
      id: `${i}`,
      version: '1',
      nsfw: false,
      application_id: '1',
    }))
    expect(isRegistered(there, definitions)).toBe(true)
    expect(isRegistered([...there].reverse(), definitions)).toBe(true)
    const numbers = there.map((found) => ({
      ...found,
      default_member_permissions: found.default_member_permissions && Number(found.default_member_permissions),
    }))
    expect(isRegistered(numbers, definitions)).toBe(true)
    expect(isRegistered([...numbers.slice(1), { ...there[0], name: 'x' }], definitions)).toBe(false)
    expect(isRegistered(there.slice(1), definitions)).toBe(false)
    expect(
      isRegistered(
        there.map((found) => ({ ...found, description: 'other' })),
        definitions,
      ),
    ).toBe(false)
    expect(
      isRegistered(
        there.map((found) => ({ ...found, contexts: [0] })),
        definitions,
      ),
    ).toBe(false)
    expect(
      isRegistered(
        there.map((found) => ({ ...found, options: [] })),
        definitions,
      ),
    ).toBe(false)
  })
})

describe('registering', () => {
  const log = { info() {}, warn() {}, error() {} }
  const refusing = (fault: ApiFault) => {
    const put: unknown[] = []
    const never = () => Promise.reject(new Error('not asked for'))
    const api: DiscordApi = {
      post: never,
      patch: never,
      delete: never,
      get: () => Promise.reject(fault),
      put: async <T>(_path: string, options?: { readonly body?: unknown }) => {
        put.push(options?.body)
        return undefined as T
      },
    }
    return { api, put }
  }

  it('registers through a proxy that does not support listing, but not when Discord refuses', async () => {
    const proxied = refusing(new ApiFault(0, 404, 'not found'))
    expect(await syncCommands(proxied.api, '1', COMMANDS, { log })).toBe(true)
    expect(proxied.put).toHaveLength(1)
    const refused = refusing(new ApiFault(50001, 403, 'Missing Access'))
    await expect(syncCommands(refused.api, '1', COMMANDS, { log, guildId: '2' })).rejects.toThrow(/not in the server 2/)
    expect(refused.put).toEqual([])
  })

  it('recognises a server without access by the status, whatever the code', async () => {
    for (const [status, code] of [
      [403, 0],
      [404, 10004],
      [404, 0],
    ] as const) {
      const { api } = refusing(new ApiFault(0, 404, 'not found'))
      const closed = { ...api, put: () => Promise.reject(new ApiFault(code, status, 'no')) }
      await expect(syncCommands(closed, '1', COMMANDS, { log, guildId: '2' })).rejects.toThrow(/not in the server 2/)
    }
    const { api } = refusing(new ApiFault(0, 404, 'not found'))
    const strange = { ...api, get: async <T>() => null as T }
    expect(await syncCommands(strange, '1', COMMANDS, { log })).toBe(true)
  })
})

describe('text of an interaction', () => {
  const spec = {
    name: 'imtriage',
    summary: 's',
    summaryZh: 's',
    usage: '',
    visibility: 'private',
    adminsOnly: false,
    subcommands: [
      {
        name: 'mute',
        summary: 's',
        summaryZh: 's',
        options: [
          { name: 'code', summary: 's', summaryZh: 's', required: true, type: 'word' },
          { name: 'hours', summary: 's', summaryZh: 's', required: false, type: 'number' },
        ],
      },
    ],
  } as const satisfies CommandSpec

  it('has values in the order of the declaration, then unknown ones', () => {
    const options = [
      { name: 'later', type: 3 as const, value: 'new' },
      { name: 'hours', type: 4 as const, value: 2 },
      { name: 'code', type: 3 as const, value: '10010' },
    ]
    expect(commandText([{ name: 'mute', type: 1, options }], spec)).toBe('mute 10010 2 new')
    expect(commandText(undefined, spec)).toBe('')
    expect(commandText([{ name: 'mute', type: 1 }], undefined)).toBe('mute')
  })

  it('is found in the focused option, and in both kinds of form', () => {
    const options = [{ name: 'code', type: 3 as const, value: '100', focused: true }]
    expect(typedText([{ name: 'mute', type: 1, options }])).toBe('100')
    expect(typedText([])).toBe('')
    const input = { type: 4, custom_id: 'text', value: 'pasted', id: 1 } as const
    expect(formText({ custom_id: 'x', components: [{ type: 18, id: 1, component: input }] })).toBe('pasted')
    expect(formText({ custom_id: 'x', components: [{ type: 1, id: 1, components: [input] }] })).toBe('pasted')
    expect(formText({ custom_id: 'x', components: [] })).toBe('')
  })
})
