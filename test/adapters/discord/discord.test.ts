/** The adapter contract, through the real discord.js against the local Discord. */
import { createDiscordAdapter } from '../../../adapters/discord/discord.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import { quietLog } from './adapter-log.ts'
import { createDiscordHarness } from './harness.ts'

adapterContract('discord', () =>
  createDiscordHarness((platform) =>
    createDiscordAdapter({ token: platform.token, apiUrl: platform.apiUrl, shards: 'auto', log: quietLog() }),
  ),
)
