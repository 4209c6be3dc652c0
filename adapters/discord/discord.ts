/** The Discord adapter: discord.js connects, the files beside this one translate. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Events } from 'discord.js'
import type { Adapter, Responder, Sink } from '../../src/chat/adapter.ts'
import { type Card, link, text } from '../../src/chat/card.ts'
import type { ConversationRef, MessageEvent, MessageRef } from '../../src/chat/event.ts'
import { ApiFault, createApi, deliveryError } from './api.ts'
import { createBackfill } from './backfill.ts'
import { createCatchUp } from './catch-up.ts'
import { createClient } from './client.ts'
import { openFile } from './files.ts'
import { createGatewayEvents, type GatewayEvents, type Packet } from './gateway-events.ts'
import { watchGateway } from './gateway-health.ts'
import { createInteractions } from './interactions.ts'
import { createLinks } from './links.ts'
import type { Self } from './normalize.ts'
import { botToken, type DiscordOptions } from './options.ts'
import { createOwnMessages } from './own-messages.ts'
import { createPermissions } from './permissions.ts'
import { createPlaces, PLATFORM } from './places.ts'
import { createPosting } from './posting.ts'
import { createRecent } from './recent.ts'
import { syncCommands } from './register.ts'
import type { Mentions } from './render.ts'
import { createReplies } from './replies.ts'
import { createRights } from './rights.ts'
import { setupError, unknownGuild } from './setup-error.ts'
import { reachDiscord } from './start-patience.ts'
import { createThreads } from './threads.ts'

export type { DiscordLog, DiscordOptions } from './options.ts'
export { registerCommands } from './register.ts'
export { DiscordSetupError } from './setup-error.ts'

/** Milliseconds that work under way may still need when the bot stops. */
const DRAIN = 8_000
/** Events that wait while the servers are still arriving. */
const MOST_WAITING = 1_000
const DIRECT_CHANNELS = 1_000

export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { log } = options
  const client = createClient(options)
  const api = createApi(client.rest, () => health.unauthorized())
  const places = createPlaces(client, api)
  const permissions = createPermissions(client, log)
  const rights = createRights(client, api)
  const own = createOwnMessages(api, () => client.user?.id ?? '')
  const threads = createThreads(api, places, permissions)
  const posting = createPosting({ api, places, permissions, threads, own, mentionsOf, wait: (ms) => sleep(ms) })
  const names = {
    channel: (id: string) => places.cached(id)?.name,
    role: (id: string) => {
      for (const guild of client.guilds.cache.values())
        if (guild.roles.cache.has(id)) return guild.roles.cache.get(id)?.name
      return undefined
    },
  }
  const links = createLinks(client, api, places, rights, names)
  const backfill = createBackfill(client, api, places, log, Date.now)
  const fetchMissed = async (shard: number, since: number) => {
    if (state === 'running' && events) await backfill(shard, since, events)
  }
  const catchUp = createCatchUp({ client, lastSeen: options.lastSeen, fetchMissed, log, now: Date.now })
  const directs = createRecent<string, string>(DIRECT_CHANNELS)
  let events: GatewayEvents | undefined
  let state: 'new' | 'waiting' | 'running' | 'stopped' = 'new'
  let waiting: Packet[] = []
  const stopping = new AbortController()

  const health = watchGateway(
    client,
    log,
    () => state === 'running',
    (shard, since) => void fetchMissed(shard, since),
  )
  client.on(Events.Raw, (packet: Packet) => {
    if (state === 'running' || (state === 'waiting' && packet.t === 'INTERACTION_CREATE')) events?.take(packet)
    // Which channel is whose thread is known only when the servers have arrived.
    else if (state === 'waiting' && /^(MESSAGE|THREAD)_/.test(String(packet.t)) && waiting.length < MOST_WAITING)
      waiting.push(packet)
  })

  const self = (): Self => ({
    id: client.user?.id ?? '',
    application: client.application?.id ?? client.user?.id ?? '',
    roleIn: (guild) => client.guilds.cache.get(guild)?.roles.botRoleFor(client.user?.id ?? '')?.id,
  })

  function mentionsOf(ids: readonly string[], conversation: ConversationRef): Mentions {
    const roles = client.guilds.cache.get(conversation.workspace)?.roles.cache
    const known = ids.filter((id) => /^\d{15,21}$/.test(id) && id !== conversation.workspace)
    return { users: known.filter((id) => !roles?.has(id)), roles: known.filter((id) => roles?.has(id)) }
  }

  async function directChannel(person: string): Promise<string> {
    const known = directs.get(person)
    if (known) return known
    const { id } = await api.post<{ id: string }>('/users/@me/channels', { body: { recipient_id: person } })
    directs.set(person, id)
    places.rememberDirect(id, person)
    return id
  }

  /** A note by direct message stands far from what it is about, so it says where that was. */
  function located(card: Card, conversation: ConversationRef): Card {
    const name = places.cached(conversation.channel)?.name
    if (!name) return card
    const place = `https://discord.com/channels/${conversation.workspace}/${conversation.thread ?? conversation.channel}`
    return {
      ...card,
      blocks: [{ kind: 'text', text: [text('About your message in '), link(`#${name}`, place)] }, ...card.blocks],
    }
  }

  async function whisper(conversation: ConversationRef, person: string, card: Card): Promise<void> {
    if (conversation.workspace === person) return void (await posting.post(conversation, card, {}, true))
    try {
      const channel = await directChannel(person)
      await posting.post({ platform: PLATFORM, workspace: person, channel }, located(card, conversation), {}, true)
    } catch (error) {
      throw deliveryError(error, 'cannot send a direct message')
    }
  }

  function answerTo(event: MessageEvent): Responder {
    const place = event.replyIn ?? event.conversation
    let last: MessageRef | undefined
    let count = 0
    const responder: Responder = {
      async reply(card, visibility = 'private', attachment) {
        const direct = place.workspace === event.by.id
        if (visibility === 'private' && !direct) return void (await whisper(place, event.by.id, card))
        const key = `answer ${event.message.id} ${count++}`
        last = await posting.post(place, card, { replyTo: event.message, key, ...(attachment ? { attachment } : {}) })
        return last
      },
      update: async (card) => (last ? posting.edit(last, card) : void (await responder.reply(card, 'public'))),
      dismiss: async () => (last ? posting.remove(last) : undefined),
    }
    return responder
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
      stopping.abort()
      await catchUp.end()
      const late = new AbortController()
      await Promise.race([events?.idle(), sleep(DRAIN, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      await client.destroy()
    },
    post: (conversation, card, post) => posting.post(conversation, card, post),
    edit: posting.edit,
    remove: posting.remove,
    whisper,
    rights: (person, conversation) => rights.of(person, conversation),
    async channelName({ channel }) {
      const place = await places.find(channel).catch(() => undefined)
      return place?.guild ? place.name : undefined
    },
    openFile: (file, _conversation, maxBytes) => openFile(file, maxBytes, options),
    permalink: async (message) => links.permalink(message),
    resolveLink: links.resolve,
  }
}
