/** What somebody reads who asked for what only the team does. */
import type { Language } from '../language/language.ts'

const en = {
  refused: {
    note: "A team's note stands on everybody's cards, so only moderators, admins and on-call write it or take it back.",
    mute: 'A mute silences on-call for everybody, so only moderators, admins and on-call set or end it.',
    incident: 'Only moderators, admins and on-call change an incident.',
  },
  whereOnCall: 'Ask again in the on-call channel, if you see it, or tell a moderator what you know. Thank you!',
  noOnCall: 'Tell a moderator what you know, thank you! An admin can name an on-call channel: /imconfig oncall',
}

export type TeamWords = typeof en

const zh: TeamWords = {
  refused: {
    note: '团队备注会显示在所有人的卡片上，因此只有版主、管理员和值班人员可以写入或撤回。',
    mute: '静音会影响所有值班人员，因此只有版主、管理员和值班人员可以设置或取消。',
    incident: '只有版主、管理员和值班人员可以更改事件。',
  },
  whereOnCall: '如果您能看到值班频道，请在那里重试；也可以把您了解的情况告诉版主，谢谢！',
  noOnCall: '请把您了解的情况告诉版主，谢谢！管理员可以指定值班频道：/imconfig oncall',
}

export const TEAM_WORDS: Readonly<Record<Language, TeamWords>> = { en, zh }
