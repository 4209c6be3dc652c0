/** Whether other organisations read along, for questions about a channel: only messages say so by themselves. */
import type { Adapter } from '../../chat/adapter.ts'
import type { ConversationRef } from '../../chat/event.ts'

/** False also when the platform does not tell. */
export const isShared = async (adapter: Adapter, conversation: ConversationRef): Promise<boolean> =>
  (await adapter.isShared?.(conversation).catch(() => false)) ?? false
