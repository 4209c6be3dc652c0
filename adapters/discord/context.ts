/** What most parts of the adapter work with. */
import type { Client } from 'discord.js'
import type { Log } from '../../src/chat/log.ts'
import type { BotPermissions } from './api/bot-permissions.ts'
import type { People } from './api/people.ts'
import type { Places } from './api/places.ts'
import type { DiscordApi } from './api/rest-api.ts'
import type { Self } from './inbound/message-event.ts'
import type { Names } from './inbound/message-text.ts'
import type { OwnMessages } from './outbound/own-messages.ts'

export interface Context {
  readonly client: Client
  readonly api: DiscordApi
  readonly places: Places
  readonly permissions: BotPermissions
  readonly people: People
  readonly own: OwnMessages
  readonly names: Names
  readonly self: () => Self
  /** False while starting and stopping. */
  readonly isRunning: () => boolean
  /** Rejects once the bot stops. */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly log: Log
}
