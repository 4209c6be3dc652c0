/** docs/discord.md lists the permissions and intents that the code needs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PermissionFlagsBits } from 'discord.js'
import { expect, it } from 'vitest'
import { NAMES, type PermissionName } from '../../../../adapters/discord/api/bot-permissions.ts'

const document = readFileSync(join(import.meta.dirname, '../../../../docs/discord.md'), 'utf8')

it('invites the bot with the permissions of its table, all of which the adapter checks', () => {
  const invited = BigInt(/permissions=(\d+)/.exec(document)?.[1] ?? 0)
  const optional: PermissionName[] = ['ManageThreads']
  const needed = (Object.keys(NAMES) as PermissionName[]).filter((name) => !optional.includes(name))
  expect(invited).toBe(needed.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n))
  expect(needed.length).toBeGreaterThan(5)
  for (const name of needed) expect(document).toContain(`| ${NAMES[name]} |`)
})
