/** Runs the real discord.js against a local Discord, for its own tests. */
import { once } from 'node:events'
import { Client, DiscordAPIError, Events, GatewayIntentBits, type Message, Partials, REST, Routes } from 'discord.js'
import { onTestFinished } from 'vitest'
import { createLocalDiscord, type LocalDiscordOptions } from './local-discord.ts'

const { Guilds, GuildMessages, MessageContent, DirectMessages } = GatewayIntentBits
export const QUIET = { allowed_mentions: { parse: [] } }
export const HELLO = { content: 'hello', ...QUIET }
export const PATIENT = { timeout: 15_000 }

/** Opens a local Discord and discord.js clients for it; stops both when the test finishes. */
export async function openDiscord(options: LocalDiscordOptions = {}) {
  const discord = await createLocalDiscord(options)
  let client: Client | undefined
  const disconnect = async () => client?.destroy()
  onTestFinished(async () => {
    await disconnect()
    await discord.stop()
  })
  return {
    discord,
    rest: new REST({ api: discord.apiUrl, retries: 0 }).setToken(discord.token),
    /** The route of a channel's messages. */
    messages: (channel = discord.world.channel.id) => Routes.channelMessages(channel),
    async connect(intents = [Guilds, GuildMessages, MessageContent, DirectMessages]): Promise<Client<true>> {
      const fresh = new Client({
        intents,
        partials: [Partials.Channel, Partials.Message],
        rest: { api: discord.apiUrl, retries: 2 },
        allowedMentions: { parse: [], repliedUser: false },
      })
      client = fresh
      fresh.on(Events.Error, () => {})
      const ready = once(fresh, Events.ClientReady)
      await fresh.login(discord.token)
      await ready
      return fresh as Client<true>
    },
    disconnect,
  }
}

/** Collects every message that the client receives from now on. */
export const heard = (from: Client): Message[] => {
  const all: Message[] = []
  from.on(Events.MessageCreate, (message) => all.push(message))
  return all
}

/** @returns the error of a refused request; @throws when it succeeds */
export const refusal = async (work: Promise<unknown>): Promise<DiscordAPIError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof DiscordAPIError)) throw new Error(`no refusal by Discord: ${String(error)}`)
  return error
}
