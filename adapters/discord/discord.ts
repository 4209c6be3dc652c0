/** The Discord adapter: discord.js connects, the files beside this one translate. */
import { once } from 'node:events'
import { Events } from 'discord.js'
import type { Adapter, Sink } from '../../src/chat/adapter.ts'
import type { ConversationRef } from '../../src/chat/event.ts'
import { createPermissions } from './api/bot-permissions.ts'
import { openFile } from './api/files.ts'
import { createRights } from './api/people.ts'
import { createPlaces, PLATFORM } from './api/places.ts'
import { ApiFault, createApi } from './api/rest-api.ts'
import { createBackfill } from './backfill/backfill.ts'
import { createCatchUp } from './backfill/last-connected.ts'
import { createClient } from './connect/client.ts'
import { watchGateway } from './connect/gateway-health.ts'
import { reachDiscord } from './connect/retry-start.ts'
import { setupError, unknownGuild } from './connect/setup-error.ts'
import { createGatewayEvents, type GatewayEvents, type Packet } from './inbound/gateway-events.ts'
import { createInteractions } from './inbound/interactions.ts'
import { createLinks } from './inbound/links.ts'
import type { Self } from './inbound/message-event.ts'
import { TIMES } from './limits.ts'
import { botToken, type DiscordOptions, waitInTime } from './options.ts'
import { createWhispers } from './outbound/direct-messages.ts'
import { createReplies } from './outbound/interaction-responder.ts'
import { createAnswers } from './outbound/message-responder.ts'
import { createOwnMessages } from './outbound/own-messages.ts'
import { createPosting } from './outbound/post.ts'
import { createThreads } from './outbound/threads.ts'
import type { Mentions } from './render/card.ts'
import { syncCommands } from './setup/register-commands.ts'

export { DiscordSetupError } from './connect/setup-error.ts'
export type { DiscordOptions } from './options.ts'
export { registerCommands } from './setup/register-commands.ts'

/** Events that wait while the servers are still arriving. */
const MAX_WAITING = 1_000

export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { log } = options
  /** Aborted when nothing is to be tried any more. */
  const ended = new AbortController()
  const inTime = options.wait ?? waitInTime
  const wait = (milliseconds: number) => inTime(milliseconds, ended.signal)
  const client = createClient(options, wait)
  async function within(milliseconds: number, work: Promise<void> | undefined): Promise<void> {
    const late = new AbortController()
    await Promise.race([work, inTime(milliseconds, late.signal).catch(() => {})])
    late.abort()
  }
  const api = createApi(client.rest, () => health.unauthorized(), wait)
  const places = createPlaces(client, api)
  const permissions = createPermissions(client, log)
  const rights = createRights(client, api)
  const own = createOwnMessages(api, () => client.user?.id ?? '')
  const threads = createThreads(api, places, permissions)
  const posting = createPosting({ api, places, permissions, threads, own, mentionsOf, wait })
  const whisper = createWhispers(api, places, posting)
  const answerTo = createAnswers(posting, whisper)
  const names = {
    channel: (id: string) => places.cached(id)?.name,
    role: (id: string) => {
      for (const guild of client.guilds.cache.values())
        if (guild.roles.cache.has(id)) return guild.roles.cache.get(id)?.name
      return undefined
    },
  }
  const links = createLinks(client, api, places, rights, names)
  const self = (): Self => ({
    id: client.user?.id ?? '',
    application: client.application?.id ?? client.user?.id ?? '',
    roleIn: (guild) => client.guilds.cache.get(guild)?.roles.botRoleFor(client.user?.id ?? '')?.id,
  })
  const isRunning = () => state === 'running'
  const backfill = createBackfill({ client, api, places, permissions, own, self, log, isRunning, now: Date.now })
  const catchUp = createCatchUp({
    ...{ client, lastSeen: options.lastSeen, log, now: Date.now },
    oldestUnfinished: () => events?.oldestUnfinished(),
    fetchMissed: async (shard, since, afterStart) =>
      isRunning() && events !== undefined && backfill.fetch({ shard, since, afterStart }, events),
  })
  let events: GatewayEvents | undefined
  let state: 'new' | 'waiting' | 'running' | 'stopped' = 'new'
  let waiting: Packet[] = []
  const stopping = new AbortController()

  const health = watchGateway(
    client,
    log,
    isRunning,
    (shard, since) => void catchUp.lost(shard, since - TIMES.unnoticed),
  )
  client.on(Events.Raw, (packet: Packet) => {
    backfill.note(packet)
    if (state === 'running' || (state === 'waiting' && packet.t === 'INTERACTION_CREATE')) events?.take(packet)
    // Which channel is whose thread is known only when the servers have arrived.
    else if (state === 'waiting' && /^(MESSAGE|THREAD)_/.test(String(packet.t)) && waiting.length < MAX_WAITING)
      waiting.push(packet)
  })

  function mentionsOf(ids: readonly string[], conversation: ConversationRef): Mentions {
    const roles = client.guilds.cache.get(conversation.workspace)?.roles.cache
    const known = ids.filter((id) => /^\d{15,21}$/.test(id) && id !== conversation.workspace)
    return { users: known.filter((id) => !roles?.has(id)), roles: known.filter((id) => roles?.has(id)) }
  }

  return {
    platform: PLATFORM,
    capabilities: { threads: true, privateReplies: true, privateNotes: false, edits: true, files: true },
    ready: () => state === 'running' && health.ready(),
    async start(sink: Sink, commands) {
      const replies = createReplies(api, log)
      const interactions = createInteractions({
        ...{ api, places, replies, rights, names, options, sink, commands },
        application: () => self().application,
      })
      events = createGatewayEvents({
        ...{ sink, self, names, places, own, permissions, interactions, answerTo, log },
        fetchMessage: (channel, id) => api.get(`/channels/${channel}/messages/${id}`),
        now: Date.now,
      })
      state = 'waiting'
      try {
        client.rest.setToken(botToken(options.token))
        await reachDiscord(api, options, stopping.signal)
        await client.login(botToken(options.token))
        if (!client.isReady()) await once(client, Events.ClientReady)
        // Where READY does not tell of the application, its id was a guess.
        if (client.application && !client.application.flags)
          client.application.id = await api.get<{ id: string }>('/applications/@me', { waits: [] }).then(
            ({ id }) => id,
            () => self().application,
          )
        await syncCommands(api, self().application, commands, options).catch((error: unknown) => {
          if (!(error instanceof ApiFault)) throw error
          // Those registered before still work, and so does everything else.
          log.error({ err: error }, 'Discord: commands could not be registered; run npm run discord:register later')
        })
      } catch (error) {
        state = 'stopped'
        ended.abort()
        await client.destroy()
        throw setupError(error, options)
      }
      const { guildId, shardIds } = options
      if (guildId && !shardIds && !client.guilds.cache.has(guildId))
        log.warn({ server: guildId }, `Discord: commands work there, replies do not. ${unknownGuild(guildId)}`)
      state = 'running'
      for (const packet of waiting) events.take(packet)
      waiting = []
      void catchUp.begin()
    },
    async stop() {
      if (state === 'stopped') return
      state = 'stopped'
      catchUp.halt()
      stopping.abort()
      await within(TIMES.drain, events?.idle())
      const left = events?.busy() ?? 0
      if (left > 0)
        log.warn({ events: left }, 'Discord: stopping before so many events are done; the next start takes up messages')
      // What still waits to try again must be told that it failed as long as somebody can hear it.
      ended.abort()
      await within(TIMES.leave, events?.idle())
      await catchUp.end()
      await client.destroy()
    },
    post: (conversation, card, post) => posting.post(conversation, card, post),
    edit: posting.edit,
    remove: posting.remove,
    whisper,
    rights: (person, conversation) => rights.of(person, conversation),
    async channelName({ channel }) {
      const place = await places.find(channel, {}, TIMES.brief).catch(() => undefined)
      return place?.guild ? place.name : undefined
    },
    openFile: (file, _conversation, maxBytes) => openFile(file, maxBytes, options),
    permalink: async (message) => links.permalink(message),
    resolveLink: links.resolve,
  }
}
