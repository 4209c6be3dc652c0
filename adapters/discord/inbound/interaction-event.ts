/** Who did it, where and when: what every interaction says, whatever its kind. */
import { type APIInteraction, SnowflakeUtil } from 'discord.js'
import type { RightsBook } from '../api/people.ts'
import { conversationOf, isThread, type Place, type Places, placeOfApi } from '../api/places.ts'
import { TIMES } from '../limits.ts'
import { personOf } from './message-event.ts'

async function placeOf({ channel, channel_id: id, guild_id: guild }: APIInteraction, places: Places): Promise<Place> {
  const channelId = channel?.id ?? id ?? '0'
  const known = places.cached(channelId)
  if (known) return known
  const told = channel ? placeOfApi(channel as Parameters<typeof placeOfApi>[0]) : { id: channelId, type: 0 }
  const place = guild ? { ...told, guild } : told
  // Where the app is installed only by the person, Discord shows the bot nothing but this.
  const isEnough = channel ? !isThread(place.type) || place.parent : !guild
  return isEnough ? place : places.find(channelId, place, TIMES.brief).catch(() => place)
}

/** The part that our events share; what the person may do there is noted on the way. */
export async function originOf(interaction: APIInteraction, places: Places, rights: RightsBook) {
  const user = interaction.member?.user ?? interaction.user
  if (!user) throw new Error('an interaction of nobody')
  const conversation = conversationOf(await placeOf(interaction, places), interaction.guild_id, user.id)
  const permissions = interaction.member?.permissions
  if (/^\d+$/.test(permissions ?? '')) rights.note(conversation, user.id, BigInt(permissions ?? 0))
  return {
    id: interaction.id,
    conversation: interaction.guild_id ? conversation : { ...conversation, workspace: user.id },
    at: /^\d{15,}$/.test(interaction.id) ? SnowflakeUtil.timestampFrom(interaction.id) : Date.now(),
    by: personOf(user),
    ...('locale' in interaction ? { locale: interaction.locale } : {}),
  }
}
