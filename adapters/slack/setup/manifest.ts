/** Builds the app manifest, which an admin pastes at api.slack.com to create the app. Pure. */
import type { AppsManifestValidateArguments } from '@slack/web-api'
import { type CommandSpec, PASTE_FORM } from '../../../src/chat/command.ts'
import { EVENT_SCOPES, SCOPES, type Scope } from '../api/scopes.ts'
import { namesPlaces, SHORTCUTS } from '../inbound/interaction-event.ts'

type Manifest = AppsManifestValidateArguments['manifest']
type BotEvent = keyof typeof EVENT_SCOPES
type BotScope = (typeof SCOPES)[number]['name']

interface ManifestOptions {
  readonly commands: readonly CommandSpec[]
  /** The bot's public address, such as `https://imerr.example.com`; without it the app uses Socket Mode. */
  readonly url?: string | undefined
}

const namesOf = (scopes: readonly Scope[]) => scopes.map((scope) => scope.name as BotScope)

export function buildManifest({ commands, url }: ManifestOptions): Manifest {
  const base = url?.replace(/\/+$/, '')
  const request = base === undefined ? {} : { request_url: `${base}/slack/events` }
  const scopes: readonly Scope[] = SCOPES
  return {
    _metadata: { major_version: 1 },
    display_information: {
      name: 'imerr',
      description: 'Explains Tencent Cloud Chat (IM) error codes: what happened and what to do.',
      long_description:
        'Ask /imerr 10010, write to me, or mention me in a thread, and I say what a Tencent Cloud Chat error code means, how to fix it, whether a retry helps and who has to act. In channels that you invite me to I answer messages, logs and alerts that hold an error code, with one short reply in their thread. On-call sees which codes are spiking.',
      background_color: '#0b5fff',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'imerr', always_online: true },
      shortcuts: [
        {
          name: 'Explain error codes',
          type: 'message',
          callback_id: SHORTCUTS.explain,
          description: 'Says what the error codes in this message mean; only you see it',
        },
        {
          name: PASTE_FORM.title,
          type: 'global',
          callback_id: SHORTCUTS.paste,
          description: 'Paste a log, JSON or an error message; only you see the answer',
        },
      ],
      slash_commands: commands.map((spec) => ({
        command: `/${spec.name}`,
        ...(base === undefined ? {} : { url: `${base}/slack/events` }),
        description: spec.summary,
        ...(spec.usage ? { usage_hint: spec.usage } : {}),
        should_escape: namesPlaces(spec),
      })),
    },
    oauth_config: {
      ...(base === undefined ? {} : { redirect_urls: [`${base}/slack/oauth_redirect`] }),
      scopes: {
        bot: namesOf(scopes.filter((scope) => !scope.optional)),
        bot_optional: namesOf(scopes.filter((scope) => scope.optional)),
      },
    },
    settings: {
      event_subscriptions: { ...request, bot_events: Object.keys(EVENT_SCOPES) as BotEvent[] },
      interactivity: {
        is_enabled: true,
        ...request,
        ...(base === undefined ? {} : { message_menu_options_url: `${base}/slack/events` }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: base === undefined,
      token_rotation_enabled: false,
    },
  }
}
