/** The adapter contract, through the real discord.js against a Discord on this machine. */
import { createDiscordAdapter } from '../../../adapters/discord/discord.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import { quietLog } from './adapter-log.ts'
import { createDiscordHarness } from './harness.ts'

adapterContract('discord', () =>
  createDiscordHarness((platform) =>
    createDiscordAdapter({ token: platform.token, apiUrl: platform.apiUrl, shards: 'auto', log: quietLog() }),
  ),
)
