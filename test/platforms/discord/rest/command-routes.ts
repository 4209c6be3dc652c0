/** Application commands: overwritten in bulk and read back; ids are stable. */

import { checkCommands } from '../rules/command-rules.ts'
import { type Json, list, record } from '../world/protocol.ts'
import type { World } from '../world/world.ts'
import { invalidForm, refuse } from './api-error.ts'
import { type Asked, path, type Route } from './request.ts'

export type Commands = ReturnType<typeof createCommands>

const typeOf = (command: Json) => command.type ?? 1

export function createCommands(world: World) {
  /** Guild id, or `global`, -> its commands. */
  const registered = new Map<string, Json[]>()
  const counts = { puts: 0 }

  /** Adds Discord's defaults. */
  function complete(command: Json, scope: string, known: Json | undefined): Json {
    return {
      nsfw: false,
      default_member_permissions: null,
      name_localizations: null,
      description_localizations: null,
      ...(scope === 'global' ? { contexts: null, integration_types: [0], dm_permission: true } : { guild_id: scope }),
      description: '',
      type: 1,
      ...command,
      id: known?.id ?? world.nextId(),
      application_id: world.application.id,
      version: world.nextId(),
    }
  }

  function replaceAll(scope: string, asked: Asked): Json[] {
    const errors = checkCommands(asked.rawBody)
    world.problems.push(...errors.map((error) => `${asked.name}: ${error.path}: ${error.message}`))
    if (errors.length > 0) throw invalidForm(errors)
    counts.puts++
    const before = registered.get(scope) ?? []
    const after = list(asked.rawBody).map((item) => {
      const command = record(item)
      const known = before.find((old) => old.name === command.name && typeOf(old) === typeOf(command))
      return complete(command, scope, known)
    })
    registered.set(scope, after)
    return after
  }

  const withoutLocalizations = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withoutLocalizations)
    if (typeof value !== 'object' || value === null) return value
    const kept = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'))
    return Object.fromEntries(kept.map(([key, inner]) => [key, withoutLocalizations(inner)]))
  }
  const read = (scope: string, asked: Asked) => {
    const all = registered.get(scope) ?? []
    return asked.query.get('with_localizations') === 'true' ? all : withoutLocalizations(all)
  }
  const scopeOf = (asked: Asked): string => {
    const [application, guild] = asked.params
    if (application !== world.application.id) throw refuse(50001)
    if (guild && !world.guilds.get(guild)?.joined) throw refuse(50001)
    return guild ?? 'global'
  }

  const routes: readonly Route[] = ['/applications/:id/commands', '/applications/:id/guilds/:id/commands'].flatMap(
    (pattern): Route[] => [
      { method: 'PUT', path: path(pattern), handle: (asked) => replaceAll(scopeOf(asked), asked) },
      { method: 'GET', path: path(pattern), handle: (asked) => read(scopeOf(asked), asked) },
    ],
  )

  return {
    routes,
    /** How often the commands were overwritten. */
    counts,
    in: (scope: string): readonly Json[] => registered.get(scope) ?? [],
    /** The command people see under this name: the server's own wins over the global one. */
    find(name: string, type: number, guild: string | undefined): Json {
      const all = [...(registered.get(guild ?? '') ?? []), ...(registered.get('global') ?? [])]
      const found = all.find((command) => command.name === name && typeOf(command) === type)
      if (!found) throw new Error(`no command "${name}" of type ${type} is registered`)
      return found
    },
  }
}
