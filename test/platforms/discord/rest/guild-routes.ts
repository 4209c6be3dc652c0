/** Routes of the bot itself, servers, members, roles, channels and direct messages. */

import type { GatewayOptions } from '../gateway/controls.ts'
import { applicationFlags } from '../gateway/sign-in.ts'
import { channelJson, guildJson, memberJson, rolesJson, threadsOf, userJson } from '../world/payloads.ts'
import { can } from '../world/permissions.ts'
import { isSnowflake, type Json } from '../world/protocol.ts'
import type { Guild, World } from '../world/world.ts'
import { invalidForm, refuse } from './api-error.ts'
import { type Asked, path, type Route } from './request.ts'

/** Limit of IDENTIFYs per day. */
const SESSIONS = 1000

export function guildRoutes(
  world: World,
  gateway: () => { readonly url: string; readonly identifies: number },
  { shards = 1 }: GatewayOptions,
): readonly Route[] {
  function reach(id = ''): Guild {
    const guild = world.guilds.get(id)
    if (!guild) throw refuse(10004)
    if (!guild.joined) throw refuse(50001)
    return guild
  }
  const bot = () => ({ ...userJson(world.me), locale: 'en-US', verified: true, mfa_enabled: false })
  const application = (): Json => ({
    id: world.application.id,
    name: 'imerr',
    description: '',
    icon: null,
    flags_new: String(applicationFlags(world)),
    type: null,
    flags: applicationFlags(world),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    bot: bot(),
    team: null,
    owner: userJson(world.owner),
    approximate_guild_count: world.guilds.size,
    interactions_endpoint_url: null,
    integration_types_config: { 0: {}, 1: {} },
  })

  function member(asked: Asked): Json {
    const guild = reach(asked.params[0])
    const found = guild.members.get(asked.params[1] ?? '')
    if (!found) throw refuse(10007)
    return memberJson(found, world.users.get(found.user))
  }

  function channel(asked: Asked): Json {
    const found = world.channels.get(asked.params[0] ?? '')
    if (!found) throw refuse(10003)
    if (!can(world, found, world.me.id, 'VIEW_CHANNEL')) throw refuse(50001)
    return channelJson(world, found)
  }

  function openDm(asked: Asked): Json {
    const id = asked.body.recipient_id
    if (!isSnowflake(id))
      throw invalidForm([{ path: 'recipient_id', code: 'NUMBER_TYPE_COERCE', message: 'Value is not snowflake.' }])
    const user = world.users.get(id)
    if (!user) throw refuse(10013)
    if (user.bot) throw refuse(50007)
    return channelJson(world, world.dmWith(user.id))
  }

  const channelsOf = (guild: Guild) =>
    [...world.channels.values()].filter((found) => found.guildId === guild.id && !found.thread)
  const get = (pattern: string, handle: Route['handle']): Route => ({ method: 'GET', path: path(pattern), handle })

  return [
    get('/gateway', () => ({ url: gateway().url })),
    get('/gateway/bot', () => ({
      url: gateway().url,
      shards,
      session_start_limit: {
        total: SESSIONS,
        remaining: SESSIONS - gateway().identifies,
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    })),
    get('/users/@me', bot),
    get('/users/@me/guilds', () =>
      [...world.guilds.values()]
        .filter((guild) => guild.joined)
        .map(({ id, name }) => ({
          id,
          name,
          icon: null,
          banner: null,
          owner: false,
          permissions: '0',
          features: [],
        })),
    ),
    get('/users/:id', (asked) => {
      const user = world.users.get(asked.params[0] ?? '')
      if (!user) throw refuse(10013)
      return userJson(user)
    }),
    { method: 'POST', path: path('/users/@me/channels'), handle: openDm },
    get('/applications/@me', application),
    get('/oauth2/applications/@me', application),
    get('/guilds/:id', (asked) => guildJson(reach(asked.params[0]))),
    get('/guilds/:id/channels', (asked) =>
      channelsOf(reach(asked.params[0])).map((found) => channelJson(world, found)),
    ),
    get('/guilds/:id/roles', (asked) => rolesJson(reach(asked.params[0]))),
    get('/guilds/:id/members/:id', member),
    get('/guilds/:id/threads/active', (asked) => {
      const open = threadsOf(world, reach(asked.params[0])).filter((thread) => !thread.thread?.archived)
      return { threads: open.map((thread) => channelJson(world, thread)), members: [], has_more: false }
    }),
    get('/channels/:id', channel),
  ]
}
