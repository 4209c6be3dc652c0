/** Acknowledges an interaction while Discord still waits for it. */
import { type APIInteraction, InteractionResponseType, MessageFlags } from 'discord.js'
import type { Log } from '../../../src/chat/log.ts'
import { type DiscordApi, faultOf } from '../api/rest-api.ts'
import { CODES, TIMES } from '../limits.ts'

/** Discord's own name for an unfinished answer. */
const DEFER = InteractionResponseType.DeferredChannelMessageWithSource

export function createAcknowledge(api: DiscordApi, log: Log) {
  /** @returns false when Discord no longer waits for it, so that nobody would see an answer */
  async function respond(interaction: APIInteraction, body: object): Promise<boolean> {
    try {
      await api.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        body,
        auth: false,
        waits: TIMES.acknowledge,
      })
      return true
    } catch (error) {
      const fault = faultOf(error)
      // Our first try came through, only its answer was lost.
      if (fault.code === CODES.alreadyAcknowledged) return true
      log.warn(
        { interaction: interaction.id, code: fault.code, err: fault },
        'Discord: an interaction could not be acknowledged',
      )
      return fault.status === 0
    }
  }

  return {
    respond,
    /** Promises an answer, which only the asker sees when it is private. */
    defer: (interaction: APIInteraction, visibility: 'private' | 'public') =>
      respond(interaction, {
        type: DEFER,
        ...(visibility === 'private' ? { data: { flags: MessageFlags.Ephemeral } } : {}),
      }),
  }
}
