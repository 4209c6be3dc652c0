/** auth.*, apps.* and oauth.*: identity, connections, installing and uninstalling. */

import { APP, asText, BOT, BOT_USER, type Json, SlackRefusal } from '../workspace/model.ts'
import type { Method, Slack } from './method.ts'

export const CLIENT_ID = '100.200'
export const CLIENT_SECRET = 'local-client-secret'
/** Authorization codes by world, with the requested scopes. */
const codes = new WeakMap<object, Map<string, string[]>>()

/** Creates an authorization code. */
export function grantCode({ world }: Slack, scopes: string[]): string {
  const code = world.fresh('code')
  const known = codes.get(world) ?? new Map<string, string[]>()
  codes.set(world, known.set(code, scopes))
  return code
}

/** Revokes the workspace's bot tokens and sends the events, as an uninstall or an admin does. */
export async function revoke({ world, posting }: Slack, uninstalled: boolean) {
  for (const token of world.tokens.values()) if (token.kind === 'bot' && token.team === world.team) token.revoked = true
  const tell: Json[] = [{ type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } }]
  if (uninstalled) tell.push({ type: 'app_uninstalled' })
  for (const event of tell) await posting.emit({ ...event, event_ts: world.ts() })
}

export const APP_METHODS: Readonly<Record<string, Method>> = {
  'api.test': { token: 'none', run: ({ args }) => ({ args }) },
  'auth.test': {
    token: 'bot',
    run: ({ token }) => ({
      url: 'https://local.slack.com/',
      team: 'Local',
      user: 'imerr',
      team_id: token.team,
      user_id: BOT_USER,
      bot_id: BOT,
      is_enterprise_install: false,
    }),
  },
  'auth.revoke': {
    token: 'bot',
    run(asked) {
      void revoke(asked, false)
      return { revoked: true }
    },
  },
  'apps.connections.open': {
    token: 'app',
    scope: 'connections:write',
    run: ({ sockets }) => ({ url: sockets.ticket() }),
  },
  'oauth.v2.access': {
    token: 'none',
    run({ world, args }) {
      if (args.client_id !== CLIENT_ID) throw new SlackRefusal('invalid_client_id')
      if (args.client_secret !== CLIENT_SECRET) throw new SlackRefusal('bad_client_secret')
      const known = codes.get(world)
      const scopes = known?.get(asText(args.code))
      if (!scopes) throw new SlackRefusal('invalid_code')
      known?.delete(asText(args.code))
      const token = world.addToken('bot', world.fresh('xoxb-installed-'), scopes)
      return {
        access_token: token.value,
        token_type: 'bot',
        scope: scopes.join(','),
        bot_user_id: BOT_USER,
        app_id: APP,
        team: { id: world.team, name: 'Local' },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: 'U0BOB' },
      }
    },
  },
}
