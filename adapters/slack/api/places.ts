/** Maps Slack's channels and threads to our ConversationRef. */
import type { ConversationRef, MessageRef } from '../../../src/chat/event.ts'

export const PLATFORM = 'slack'

/**
 * @param channel a channel; or a person's id, which stands for their direct message with the bot
 * @param ts the message itself: the first message of a thread carries its own timestamp as `threadTs`
 */
export function conversationOf(team: string, channel: string, threadTs?: string, ts?: string): ConversationRef {
  const thread = threadTs && threadTs !== ts ? { thread: threadTs } : {}
  return { platform: PLATFORM, workspace: team, channel, ...thread }
}

export const isDirectMessage = (channel: string): boolean => channel.startsWith('D')
/** A public or private channel, or a group message. */
export const isChannel = (channel: string): boolean => /^[CG]/.test(channel)

/** Names a message within Slack, also across the workspaces that share its channel. */
export const messageName = ({ conversation, id }: MessageRef): string => `${conversation.channel}/${id}`
