/** A local Discord: REST, gateway and CDN on 127.0.0.1, with Discord's limits and refusals. */

import type { GatewayOptions } from './gateway/controls.ts'
import { createEvents } from './gateway/events.ts'
import { createGateway } from './gateway/gateway.ts'
import { createAppActions } from './people/app-actions.ts'
import { createInteractions } from './people/interactions.ts'
import { createPeople } from './people/people.ts'
import { createVisibleMessages } from './people/visible-messages.ts'
import { createCommands } from './rest/command-routes.ts'
import { guildRoutes } from './rest/guild-routes.ts'
import { interactionRoutes } from './rest/interaction-routes.ts'
import { messageRoutes } from './rest/message-routes.ts'
import type { RateLimitOptions } from './rest/rate-limits.ts'
import type { Route } from './rest/request.ts'
import { createRestServer } from './rest/rest-server.ts'
import { createThreads, threadRoutes } from './rest/thread-routes.ts'
import { createPosting } from './world/posting.ts'
import type { PermissionName } from './world/protocol.ts'
import { type Channel, createWorld, type WorldOptions } from './world/world.ts'

export interface LocalDiscordOptions extends WorldOptions, GatewayOptions {
  readonly rateLimits?: RateLimitOptions
  /** Any free port by default. */
  readonly port?: number
}

export type LocalDiscord = Awaited<ReturnType<typeof createLocalDiscord>>

export async function createLocalDiscord(options: LocalDiscordOptions = {}) {
  const world = createWorld(options)
  let routes: readonly Route[] = []
  const rest = createRestServer(world, () => routes, options.rateLimits)
  const gateway = createGateway(world, rest.server, rest.gatewayUrl, options)
  const events = createEvents(world, gateway, rest.cdn)
  const threads = createThreads(world, events)
  const posting = createPosting(world, events)
  const commands = createCommands(world)
  const interactions = createInteractions(world, events)
  routes = [
    ...guildRoutes(world, () => ({ url: rest.gatewayUrl(), identifies: gateway.counts.identifies }), options),
    ...messageRoutes(world, events, posting, rest.cdn),
    ...threadRoutes(world, events, threads),
    ...interactionRoutes(world, interactions, posting, rest.cdn),
    ...commands.routes,
  ]
  await rest.listen(options.port)

  return {
    /** The value of `rest.api` in discord.js. */
    apiUrl: rest.apiUrl(),
    token: world.token,
    world,
    gateway,
    commands,
    events,
    /** Denies the bot permissions in a channel and sends CHANNEL_UPDATE. */
    deny(channel: Channel, ...names: readonly PermissionName[]): void {
      world.deny(channel, ...names)
      events.channel('CHANNEL_UPDATE', channel)
    },
    /** Adds a channel to the first server and sends CHANNEL_CREATE. */
    addChannel(name: string, type?: number): Channel {
      const channel = world.addChannel(world.guild, name, type)
      events.channel('CHANNEL_CREATE', channel)
      return channel
    },
    people: createPeople(world, events, threads, rest.cdn),
    act: createAppActions(world, commands, interactions, rest.cdn),
    seen: createVisibleMessages(world),
    /** Every request, oldest first. */
    calls: rest.calls,
    rest: rest.state,
    failNext: rest.failNext,
    /** Rule violations in what the bot sent; tests expect none. */
    problems: world.problems as readonly string[],
    async stop(): Promise<void> {
      interactions.stop()
      await gateway.stop()
      await rest.stop()
    },
  }
}
