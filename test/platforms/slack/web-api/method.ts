/** The shape of Web API methods, and what several of them share. */
import type { IncomingMessage } from 'node:http'
import type { Delivery } from '../delivery/delivery.ts'
import type { SocketMode } from '../delivery/socket-mode.ts'
import { asText, type Channel, type Json, SlackRefusal, type Token } from '../workspace/model.ts'
import type { Posting } from '../workspace/posting.ts'
import type { World } from '../workspace/world.ts'

export interface Slack {
  readonly world: World
  readonly posting: Posting
  readonly delivery: Delivery
  readonly sockets: SocketMode
}

export interface Asked extends Slack {
  readonly args: Json
  readonly token: Token
}

export interface Method {
  /** The kind of token it needs. */
  readonly token: 'bot' | 'app' | 'none'
  /** The scope it needs; a function where it depends on the channel. */
  readonly scope?: string | ((asked: Asked) => string | undefined)
  /** @returns the answer without `ok: true`; throws SlackRefusal */
  run(asked: Asked): Json
}

/**
 * The channel that a call names, if the bot may see it. A person's id means the direct message.
 * @throws SlackRefusal channel_not_found
 */
export function channelOf({ world, args }: Asked, key = 'channel'): Channel {
  const id = asText(args[key])
  const channel = world.users.has(id) ? world.directMessage(id) : world.channels.get(id)
  if (!channel || (channel.kind === 'group' && !channel.member)) throw new SlackRefusal('channel_not_found')
  return channel
}

/** @throws SlackRefusal is_archived, not_in_channel */
export function writableChannel(asked: Asked): Channel {
  const channel = channelOf(asked)
  if (channel.archived) throw new SlackRefusal('is_archived')
  if (!channel.member) throw new SlackRefusal('not_in_channel')
  return channel
}

const PREFIX = { channel: 'channels', group: 'groups', im: 'im' } as const

/** `channels:history`, `groups:history` or `im:history`, by the channel that the call names. */
export const scopeByChannel =
  (what: 'history' | 'read', key = 'channel') =>
  (asked: Asked) => {
    const channel = asked.world.channels.get(asText(asked.args[key]))
    return channel && `${PREFIX[channel.kind]}:${what}`
  }

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export const tokenOf = (request: IncomingMessage) => /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
