/** Finds where a team's incidents are posted and whom to mention, from `/imconfig oncall` of its channels. */
import type { ConversationRef } from '../../../chat/event.ts'
import type { ChannelSettings, Scope } from '../../../storage/contract.ts'
import { readSettings } from '../../settings/effective-settings.ts'

export interface OnCall {
  readonly conversation: ConversationRef
  readonly mention: readonly string[]
}

/**
 * @param affected the channels with the most people, most first. An on-call that one of them sets wins; otherwise the one
 * that was set last.
 */
export async function onCallOf(
  settings: Pick<ChannelSettings, 'list'>,
  scope: Scope,
  affected: readonly string[] = [],
): Promise<OnCall | undefined> {
  const set = (await settings.list(scope)).flatMap(({ channel: { channel }, value, at }) => {
    const { onCall } = readSettings(value)
    return onCall ? [{ channel, onCall, at }] : []
  })
  const rank = (channel: string) => (affected.includes(channel) ? affected.indexOf(channel) : affected.length)
  const [best] = set.sort((a, b) => rank(a.channel) - rank(b.channel) || b.at - a.at)
  if (!best) return undefined
  const { platform, workspace } = scope
  return { conversation: { platform, workspace, channel: best.onCall.channel }, mention: best.onCall.mention }
}
