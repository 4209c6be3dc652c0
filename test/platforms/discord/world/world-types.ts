/** What can exist on the local Discord. */
import type { Json } from './protocol.ts'

export interface User {
  readonly id: string
  readonly username: string
  readonly bot: boolean
  /** False when the person refuses direct messages: 50007. */
  acceptsDms: boolean
}

export interface Role {
  readonly id: string
  readonly name: string
  permissions: bigint
  mentionable: boolean
  readonly managed: boolean
}

export interface Member {
  readonly user: string
  roles: string[]
  timedOutUntil?: number
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly roles: Map<string, Role>
  readonly members: Map<string, Member>
  /** False where only a user installed the app: its bot sees nothing there. */
  joined: boolean
}

export interface Overwrite {
  readonly id: string
  readonly type: 0 | 1
  allow: bigint
  deny: bigint
}

export interface Channel {
  readonly id: string
  readonly type: number
  readonly guildId?: string
  readonly recipientId?: string
  /** The channel of a thread. */
  readonly parentId?: string
  name: string
  overwrites: Overwrite[]
  thread?: { archived: boolean; locked: boolean; autoArchive: number; readonly ownerId: string; changedAt: number }
}

export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly content: Uint8Array
  readonly type: string
  readonly path: string
}

export interface Message {
  readonly id: string
  readonly channelId: string
  readonly author: { readonly id: string; readonly username: string; readonly bot: boolean }
  readonly webhookId?: string
  readonly applicationId?: string
  readonly type: number
  content: string
  embeds: readonly unknown[]
  components: readonly unknown[]
  files: readonly StoredFile[]
  flags: number
  readonly nonce?: string | number
  editedAt?: number
  readonly reference?: Json
  readonly interaction?: { readonly id: string; readonly userId: string; readonly type: number }
  /** The one person who sees it. */
  readonly onlyFor?: string
  /** Ids of people and roles, `everyone` or `here`, that were notified. */
  pinged: readonly string[]
  readonly snapshots?: readonly Json[]
}
