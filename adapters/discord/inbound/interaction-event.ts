/** Maps what every interaction has, whatever its kind, to the fields that our events share. */
import { type APIInteraction, SnowflakeUtil } from 'discord.js'
import { type People, personOf } from '../api/people.ts'
import { conversationOf, isThread, type Place, type Places, placeOfApi } from '../api/places.ts'
import { TIMES } from '../limits.ts'

async function placeOf({ channel, channel_id: id, guild_id: guild }: APIInteraction, places: Places): Promise<Place> {
  const channelId = channel?.id ?? id ?? '0'
  const known = places.cached(channelId)
  if (known) return known
  const told = channel ? placeOfApi(channel as Parameters<typeof placeOfApi>[0]) : { id: channelId, type: 0 }
  const place = guild ? { ...told, guild } : told
  // Where only the person installed the app, the bot cannot look up more than this.
  const isEnough = channel ? !isThread(place.type) || place.parent : !guild
  return isEnough ? place : places.find(channelId, place, TIMES.brief).catch(() => place)
}

/** Also notes the permissions that the interaction brings along. @throws when no user is given */
export async function eventBaseOf(interaction: APIInteraction, places: Places, people: People) {
  const user = interaction.member?.user ?? interaction.user
  if (!user) throw new Error('an interaction without a user')
  const conversation = conversationOf(await placeOf(interaction, places), interaction.guild_id, user.id)
  const permissions = interaction.member?.permissions
  if (/^\d+$/.test(permissions ?? '')) people.note(conversation, user.id, BigInt(permissions ?? 0))
  return {
    id: interaction.id,
    conversation: interaction.guild_id ? conversation : { ...conversation, workspace: user.id },
    at: /^\d{15,}$/.test(interaction.id) ? SnowflakeUtil.timestampFrom(interaction.id) : Date.now(),
    by: personOf(user),
    ...('locale' in interaction ? { locale: interaction.locale } : {}),
  }
}
