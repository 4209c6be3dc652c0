/** Serializes the workspace as Slack's JSON payloads. */

import {
  APP,
  BOT,
  BOT_USER,
  type Channel,
  type Json,
  type Message,
  type OpenView,
  type StoredFile,
  type User,
} from './model.ts'
import type { World } from './world.ts'

/** Drops undefined fields. */
const some = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

export const userJson = (world: World, user: User, withLocale: boolean): Json => ({
  id: user.id,
  team_id: world.team,
  name: user.name,
  real_name: user.name,
  deleted: false,
  tz: 'Europe/Berlin',
  is_admin: user.isAdmin,
  is_owner: user.isOwner,
  is_primary_owner: false,
  is_restricted: false,
  is_bot: user.isBot,
  is_app_user: false,
  profile: { real_name: user.name, display_name: user.name, team: world.team },
  ...(withLocale ? { locale: user.locale } : {}),
})

export const channelJson = (world: World, channel: Channel, withLocale: boolean): Json => ({
  id: channel.id,
  is_archived: channel.archived,
  is_org_shared: false,
  created: 1_700_000_000,
  is_channel: channel.kind === 'channel',
  is_group: channel.kind === 'group',
  is_im: channel.kind === 'im',
  is_private: channel.kind !== 'channel',
  is_mpim: false,
  context_team_id: world.team,
  ...(channel.kind === 'im'
    ? { user: channel.person }
    : {
        name: channel.name,
        name_normalized: channel.name,
        creator: channel.creator,
        is_member: channel.member,
        is_ext_shared: channel.external,
        is_shared: channel.external,
        is_general: false,
      }),
  ...(withLocale ? { locale: 'en-US' } : {}),
})

export const fileJson = (world: World, file: StoredFile): Json => {
  const url = `${world.origin}/files-pri/${world.team}-${file.id}/${encodeURIComponent(file.name)}`
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: file.mediaType,
    size: file.content.length,
    filetype: file.name.split('.').at(-1),
    mode: 'hosted',
    is_external: false,
    user: file.by,
    created: 1_700_000_000,
    url_private: url,
    url_private_download: url.replace(/\/([^/]*)$/, '/download/$1'),
    file_access: 'visible',
    permalink: `https://local.slack.com/files/${file.by}/${file.id}/${encodeURIComponent(file.name)}`,
  }
}

/** @param metadata include the message's metadata: events do, histories only on request */
export function messageJson(world: World, message: Message, metadata: boolean): Json {
  const replies = world.messages.filter(
    (other) => other.threadTs === message.ts && other.ts !== message.ts && other.channel === message.channel,
  )
  const bot = message.botId
  return some({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    text: message.text,
    ts: message.ts,
    client_msg_id: message.clientMsgId,
    bot_id: bot,
    app_id: message.appId,
    username: message.username,
    team: message.subtype === 'bot_message' ? undefined : world.team,
    bot_profile:
      bot && message.subtype !== 'bot_message'
        ? {
            id: bot,
            app_id: message.appId,
            name: message.username ?? 'bot',
            team_id: world.team,
            deleted: false,
            icons: {},
          }
        : undefined,
    thread_ts: message.threadTs ?? (replies.length > 0 ? message.ts : undefined),
    parent_user_id:
      message.threadTs && message.threadTs !== message.ts
        ? world.find(message.channel, message.threadTs)?.user
        : undefined,
    ...(replies.length > 0 ? { reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
    root:
      message.subtype === 'thread_broadcast' && message.threadTs
        ? rootJson(world, message.channel, message.threadTs)
        : undefined,
    blocks: message.blocks,
    attachments: message.attachments,
    files: message.files?.map((file) => fileJson(world, file)),
    edited: message.edited,
    metadata: metadata ? message.metadata : undefined,
  })
}

function rootJson(world: World, channel: string, ts: string): Json | undefined {
  const root = world.find(channel, ts)
  return root && messageJson(world, root, false)
}

export const viewJson = (world: World, view: OpenView, state: Json = {}): Json => ({
  id: view.id,
  team_id: world.team,
  app_id: APP,
  bot_id: BOT,
  app_installed_team_id: world.team,
  external_id: '',
  callback_id: '',
  private_metadata: '',
  clear_on_close: false,
  notify_on_close: false,
  title: { type: 'plain_text', text: 'View Title' },
  submit: null,
  close: null,
  ...view.content,
  state: { values: state },
  hash: view.hash,
  root_view_id: view.rootId,
  previous_view_id: view.previousId ?? null,
})

export const person = (world: World, id: string): Json => {
  const name = world.users.get(id)?.name ?? 'somebody'
  return { id, username: name, name, team_id: world.team }
}

/** Wraps an event as the Events API does. */
export const eventCallback = (world: World, event: Json, external: boolean): Json => ({
  token: 'legacy',
  team_id: world.team,
  context_team_id: world.team,
  context_enterprise_id: null,
  api_app_id: APP,
  event,
  type: 'event_callback',
  event_id: world.fresh('Ev'),
  event_time: Math.floor(world.now() / 1000),
  authorizations: [
    { enterprise_id: null, team_id: world.team, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: external,
  event_context: '4-local',
})
