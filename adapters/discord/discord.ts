/** The Discord adapter: discord.js connects, the folders beside this file translate. */
import { once } from 'node:events'
import { Events } from 'discord.js'
import type { Adapter, Sink } from '../../src/chat/adapter.ts'
import { createBotPermissions } from './api/bot-permissions.ts'
import { openFile } from './api/files.ts'
import { createPeople } from './api/people.ts'
import { createPlaces, PLATFORM } from './api/places.ts'
import { ApiFault, createRestApi } from './api/rest-api.ts'
import { createBackfill } from './backfill/backfill.ts'
import { createLastConnected } from './backfill/last-connected.ts'
import { createClient } from './connect/client.ts'
import { watchGateway } from './connect/gateway-health.ts'
import { retryStart } from './connect/retry-start.ts'
import { setupError, unknownGuild } from './connect/setup-error.ts'
import type { Context } from './context.ts'
import { createGatewayEvents, type GatewayEvents, type Packet } from './inbound/gateway-events.ts'
import { createInteractions } from './inbound/interactions.ts'
import { createLinks } from './inbound/links.ts'
import { TIMES } from './limits.ts'
import { botToken, type DiscordOptions, waitInTime } from './options.ts'
import { createDirectMessages } from './outbound/direct-messages.ts'
import { createMessageResponders } from './outbound/message-responder.ts'
import { createOwnMessages } from './outbound/own-messages.ts'
import { createPoster } from './outbound/post.ts'
import { createThreads } from './outbound/threads.ts'
import { syncCommands } from './setup/register-commands.ts'

export { DiscordSetupError } from './connect/setup-error.ts'
export type { DiscordOptions } from './options.ts'
export { registerCommands } from './setup/register-commands.ts'

/** Packets kept while the servers are still arriving. */
const MAX_WAITING = 1_000

/** Creates the adapter; it connects when started. start() throws DiscordSetupError. */
export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { log } = options
  /** Aborted when no retry is allowed any more. */
  const ended = new AbortController()
  const sleep = options.wait ?? waitInTime
  const wait = (milliseconds: number) => sleep(milliseconds, ended.signal)
  const client = createClient(options, wait)
  /** Resolves when the work is done or the time is over. */
  async function within(milliseconds: number, work: Promise<void> | undefined): Promise<void> {
    const late = new AbortController()
    await Promise.race([work, sleep(milliseconds, late.signal).catch(() => {})])
    late.abort()
  }
  const api = createRestApi(client.rest, () => health.unauthorized(), wait)
  const places = createPlaces(client, api)
  const own = createOwnMessages(api, () => client.user?.id ?? '')
  const context: Context = {
    client,
    api,
    places,
    permissions: createBotPermissions(client, log),
    people: createPeople(client, api),
    own,
    names: {
      channel: (id) => places.cached(id)?.name,
      role: (id) => client.guilds.cache.find((guild) => guild.roles.cache.has(id))?.roles.cache.get(id)?.name,
    },
    self: () => ({
      id: client.user?.id ?? '',
      application: client.application?.id ?? client.user?.id ?? '',
      roleIn: (guild) => client.guilds.cache.get(guild)?.roles.botRoleFor(client.user?.id ?? '')?.id,
    }),
    isRunning: () => state === 'running',
    wait,
    log,
  }
  const { self, people, isRunning } = context
  const poster = createPoster(context, createThreads(context))
  const whisper = createDirectMessages(context, poster)
  const responderTo = createMessageResponders(poster, whisper)
  const links = createLinks(context)
  const backfill = createBackfill(context)
  const lastConnected = createLastConnected(
    context,
    options.lastSeen,
    async (shard, since, afterStart) =>
      isRunning() && events !== undefined && backfill.fetch({ shard, since, afterStart }, events),
    () => events?.inFlight.oldestUnfinished(),
  )
  let events: GatewayEvents | undefined
  let state: 'new' | 'waiting' | 'running' | 'stopped' = 'new'
  let waiting: Packet[] = []
  const stopping = new AbortController()

  const health = watchGateway(
    client,
    log,
    isRunning,
    (shard, since) => void lastConnected.lost(shard, since - TIMES.unnoticed),
  )
  client.on(Events.Raw, (packet: Packet) => {
    backfill.note(packet)
    if (state === 'running' || (state === 'waiting' && packet.t === 'INTERACTION_CREATE')) events?.take(packet)
    // Only when the servers have arrived do we know which channel a thread belongs to.
    else if (state === 'waiting' && /^(MESSAGE|THREAD)_/.test(String(packet.t)) && waiting.length < MAX_WAITING)
      waiting.push(packet)
  })

  return {
    platform: PLATFORM,
    capabilities: { threads: true, privateReplies: true, privateNotes: false, edits: true, files: true },
    ready: () => state === 'running' && health.ready(),
    async start(sink: Sink, commands) {
      const interactions = createInteractions(context, sink, commands)
      events = createGatewayEvents(context, { sink, interactions, responderTo })
      state = 'waiting'
      try {
        client.rest.setToken(botToken(options.token))
        await retryStart(api, options, stopping.signal)
        await client.login(botToken(options.token))
        if (!client.isReady()) await once(client, Events.ClientReady)
        // When READY did not describe the application, its id was a guess.
        if (client.application && !client.application.flags)
          client.application.id = await api.get<{ id: string }>('/applications/@me', { waits: [] }).then(
            ({ id }) => id,
            () => self().application,
          )
        await syncCommands(api, self().application, commands, options).catch((error: unknown) => {
          if (!(error instanceof ApiFault)) throw error
          // Everything else works, also the commands registered before.
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
      void lastConnected.begin()
    },
    async stop() {
      if (state === 'stopped') return
      state = 'stopped'
      lastConnected.halt()
      stopping.abort()
      await within(TIMES.drain, events?.inFlight.idle())
      const left = events?.inFlight.count() ?? 0
      if (left > 0)
        log.warn(
          { events: left },
          'Discord: stopping before so many events are done; the next start fetches their messages',
        )
      // Fail pending retries while the failure can still be reported.
      ended.abort()
      await within(TIMES.leave, events?.inFlight.idle())
      await lastConnected.end()
      await client.destroy()
    },
    post: (conversation, card, postOptions) => poster.post(conversation, card, postOptions),
    edit: poster.edit,
    remove: poster.remove,
    whisper,
    rights: people.rightsOf,
    async channelName({ channel }) {
      const place = await places.find(channel, {}, TIMES.brief).catch(() => undefined)
      return place?.guild ? place.name : undefined
    },
    openFile: (file, _conversation, maxBytes) => openFile(file, maxBytes, options),
    permalink: async (message) => links.permalink(message),
    resolveLink: links.resolve,
  }
}
