/** Lets only the team write notes, mute codes and change incidents: not everybody who may write in a channel. */
import { UserError } from '../../chat/adapter.ts'
import type { CommandEvent } from '../../chat/event.ts'
import type { ChannelSettings } from '../../storage/contract.ts'
import { type Language, languageOf } from '../language/language.ts'
import { readSettings } from '../settings/effective-settings.ts'
import type { Authority } from './authority.ts'
import { TEAM_WORDS, type TeamWords } from './team-words.ts'

export interface TeamOnlyDeps {
  readonly authority: Pick<Authority, 'isTeam'>
  readonly settings: Pick<ChannelSettings, 'list'>
  /** For people whose platform does not tell their language. */
  readonly language: Language
}

export type TeamWork = keyof TeamWords['refused']

type Asked = Pick<CommandEvent, 'conversation' | 'by' | 'locale'>

/**
 * Allows admins, moderators, colleagues, and anybody in an on-call channel of the workspace.
 * @throws UserError for everybody else, StorageUnavailable
 */
export function createTeamOnly({ authority, settings, language }: TeamOnlyDeps) {
  return async ({ conversation, by, locale }: Asked, what: TeamWork): Promise<void> => {
    const { platform, workspace, channel } = conversation
    if (await authority.isTeam(by, conversation)) return
    const onCall = (await settings.list({ platform, workspace })).flatMap(
      ({ value }) => readSettings(value).onCall ?? [],
    )
    if (!by.bot && onCall.some((target) => target.channel === channel)) return
    const say = TEAM_WORDS[languageOf(locale, language)]
    throw new UserError(`${say.refused[what]} ${onCall.length > 0 ? say.whereOnCall : say.noOnCall}`)
  }
}

export type TeamOnly = ReturnType<typeof createTeamOnly>
