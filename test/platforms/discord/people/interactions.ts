/** Keeps interactions, with their limits of 3 seconds and 15 minutes and the app's answers. */
import { randomBytes } from 'node:crypto'
import type { Events } from '../gateway/events.ts'
import { channelJson, memberJson, memberPermissionsJson, userJson } from '../world/payloads.ts'
import { channelPermissions } from '../world/permissions.ts'
import type { Json } from '../world/protocol.ts'
import type { Channel, Message, User, World } from '../world/world.ts'

export interface Interaction {
  readonly id: string
  readonly token: string
  readonly type: number
  /** 1 for a slash command, 3 for a message command; absent for components and forms. */
  readonly commandType?: number
  readonly user: User
  readonly channel: Channel
  /** The message whose component was pressed. */
  readonly source?: Message
  readonly createdAt: number
  /** The type of the callback, once received. */
  callback?: number
  /** When the callback came, in milliseconds since 1970. */
  answeredAt?: number
  /** The answer, or its placeholder while deferred. */
  original?: Message
  choices?: readonly Json[]
  modal?: Json
  followUps: number
  /** A callback now fails with 10062. */
  expired: boolean
  /** The token's fifteen minutes are over. */
  over: boolean
}

export interface InteractionRequest {
  readonly type: number
  readonly data: Json
  readonly user: User
  readonly channel: Channel
  readonly locale?: string
  readonly commandType?: number
  readonly source?: Message
  readonly sourceJson?: Json
}

export const ACKNOWLEDGE_WITHIN = 3000
export const TOKEN_LIFE = 15 * 60_000

export type Interactions = ReturnType<typeof createInteractions>

export function createInteractions(world: World, events: Events) {
  const byToken = new Map<string, Interaction>()
  const timers = new Set<NodeJS.Timeout>()

  function payload(it: Interaction, request: InteractionRequest): Json {
    const guild = it.channel.guildId ? world.guilds.get(it.channel.guildId) : undefined
    const member = guild?.members.get(it.user.id)
    const locale = request.locale ?? 'en-US'
    const bits = channelPermissions(world, it.channel, world.me.id)
    return {
      id: it.id,
      token: it.token,
      type: it.type,
      application_id: world.application.id,
      version: 1,
      data: request.data,
      channel_id: it.channel.id,
      channel: channelJson(world, it.channel),
      locale,
      app_permissions: String(bits),
      entitlements: [],
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: guild?.joined ? { 0: guild.id } : { 1: it.user.id },
      ...(request.sourceJson ? { message: request.sourceJson } : {}),
      ...(guild && member
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: {
              ...memberJson(member, it.user),
              permissions: memberPermissionsJson(world, guild, it.channel, it.user.id),
            },
            context: 0,
          }
        : { user: userJson(it.user), context: 1 }),
    }
  }

  return {
    find: (id: string, token: string) => {
      const it = byToken.get(token)
      return it?.id === id ? it : undefined
    },
    byToken: (token: string) => byToken.get(token),
    /** Delivers an interaction to the app. Records a problem when it is not acknowledged in time. */
    create(request: InteractionRequest): Interaction {
      const { type, user, channel, commandType, source } = request
      const it: Interaction = {
        id: world.nextId(),
        token: randomBytes(48).toString('base64url'),
        type,
        user,
        channel,
        createdAt: Date.now(),
        followUps: 0,
        expired: false,
        over: false,
        ...(commandType ? { commandType } : {}),
        ...(source ? { source } : {}),
      }
      byToken.set(it.token, it)
      events.interaction(channel.guildId, payload(it, request))
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (it.callback !== undefined || it.expired) return
        it.expired = true
        world.problems.push(`interaction ${it.id} of type ${type} was not acknowledged within ${ACKNOWLEDGE_WITHIN} ms`)
      }, ACKNOWLEDGE_WITHIN)
      timers.add(timer)
      return it
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
