/** What imerr is compared with: discord.js and nothing else. */
import { Client, Events, GatewayIntentBits } from 'discord.js'
import { createCounter, tell } from './orders.ts'

/** discord.js as its guide shows it, with handlers that do nothing. */
async function bare(api: string, token: string): Promise<void> {
  const { Guilds, GuildMessages, MessageContent, DirectMessages } = GatewayIntentBits
  const client = new Client({ intents: [Guilds, GuildMessages, MessageContent, DirectMessages], rest: { api } })
  const handled = createCounter()
  client.on(Events.MessageCreate, handled)
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return
    await interaction.deferReply({ flags: 64 })
    await interaction.editReply({ content: 'x', allowedMentions: { parse: [] } })
  })
  client.once(Events.ClientReady, async (ready) => {
    await ready.application.commands.set([
      { name: 'imerr', description: 'x', options: [{ type: 3, name: 'query', description: 'x' }] },
    ])
    tell({ kind: 'ready' })
  })
  await client.login(token)
}

const [api = '', token = ''] = process.argv.slice(2)
await bare(api, token)
