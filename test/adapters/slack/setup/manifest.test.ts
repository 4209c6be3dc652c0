/** The manifest matches the code: it subscribes to what we listen to and asks for the scopes we need, and nothing more. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EVENT_SCOPES, METHOD_SCOPES, SCOPES } from '../../../../adapters/slack/api/scopes.ts'
import { SHORTCUTS } from '../../../../adapters/slack/inbound/interaction-event.ts'
import { buildManifest } from '../../../../adapters/slack/setup/manifest.ts'
import { COMMANDS } from '../../../../src/features/commands.ts'

const root = join(import.meta.dirname, '../../../..')
const folder = join(root, 'adapters/slack')
const source = readdirSync(folder, { encoding: 'utf8', recursive: true })
  .filter((file) => file.endsWith('.ts') && file !== 'api/scopes.ts')
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')

const manifest = buildManifest({ commands: COMMANDS })
const scopes = [...(manifest.oauth_config?.scopes?.bot ?? []), ...(manifest.oauth_config?.scopes?.bot_optional ?? [])]
const events: readonly string[] = manifest.settings?.event_subscriptions?.bot_events ?? []
const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))].sort()

describe('the Slack manifest', () => {
  it('matches the manifest.json that is checked in', () => {
    expect(JSON.parse(readFileSync(join(folder, 'setup/manifest.json'), 'utf8'))).toEqual(manifest)
  })

  it('declares every command, and the listeners are registered from the same list', () => {
    const declared = manifest.features?.slash_commands?.map(({ command }) => command)
    expect(declared).toEqual(COMMANDS.map(({ name }) => `/${name}`))
    expect(source).toMatch(/for \(const spec of commands\) \{\s+app\.command\(`\/\$\{spec\.name\}`/)
  })

  it('declares every shortcut with the listener of its kind', () => {
    const declared = manifest.features?.shortcuts?.map(({ callback_id, type }) => [callback_id, type])
    expect(declared).toEqual([
      [SHORTCUTS.explain, 'message'],
      [SHORTCUTS.paste, 'global'],
    ])
    expect(found(/app\.shortcut\(\{ callback_id: SHORTCUTS\.(\w+)/g)).toEqual(Object.keys(SHORTCUTS).sort())
  })

  it('subscribes to exactly the events that we listen to', () => {
    const subscribed = [...new Set(events.map((name) => name.replace(/^message\..*/, 'message')))].sort()
    expect(found(/app\.event\('(\w+)'/g)).toEqual(subscribed)
    expect(events).toEqual(Object.keys(EVENT_SCOPES))
  })

  it('lists exactly the methods that we call', () => {
    const called = found(/'((?:auth|chat|conversations|users|views|files|bots|reactions)\.[a-zA-Z.]+)'/g)
    expect([...called, 'auth.test'].sort()).toEqual(Object.keys(METHOD_SCOPES).sort())
  })

  it('asks for exactly the scopes that methods, events and commands need', () => {
    const needed = new Set(['commands', ...Object.values(METHOD_SCOPES).flat(), ...Object.values(EVENT_SCOPES).flat()])
    expect([...scopes].sort()).toEqual([...needed].sort())
  })

  it('documents what each scope is for', () => {
    const page = readFileSync(join(root, 'docs/slack.md'), 'utf8')
    expect(SCOPES.length).toBeGreaterThan(10)
    for (const { name, why } of SCOPES) expect(page).toContain(`| \`${name}\` | ${why} |`)
  })

  it('names a request URL for everything when the app is served over HTTP', () => {
    const http = buildManifest({ commands: COMMANDS, url: 'https://imerr.example.com/' })
    const address = 'https://imerr.example.com/slack/events'
    expect(http.settings?.socket_mode_enabled).toBe(false)
    expect(http.settings?.event_subscriptions?.request_url).toBe(address)
    expect(http.settings?.interactivity).toEqual({
      is_enabled: true,
      request_url: address,
      message_menu_options_url: address,
    })
    expect(http.features?.slash_commands?.every(({ url }) => url === address)).toBe(true)
    expect(http.oauth_config?.redirect_urls).toEqual(['https://imerr.example.com/slack/oauth_redirect'])
  })

  it("keeps to Slack's lengths", () => {
    const { name, description = '', long_description: long = '' } = manifest.display_information
    expect(name.length).toBeLessThanOrEqual(35)
    expect(description.length).toBeLessThanOrEqual(140)
    expect(long.length).toBeGreaterThanOrEqual(175)
    expect(manifest.features?.shortcuts).toHaveLength(2)
    for (const shortcut of manifest.features?.shortcuts ?? []) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24)
      expect(shortcut.description.length).toBeLessThanOrEqual(150)
    }
  })
})
