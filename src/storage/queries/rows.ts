/** Converts between rows, which are flat and have nulls, and the contract's objects. */
import type { ChannelKey, MessageKey, PlaceKey, Scope, Who } from '../contract/keys.ts'

type Present<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]>
}

/** Drops the columns that are null. */
export const withoutNulls = <T extends object>(row: T): Present<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<T>

/** Picks exactly these columns: callers may pass objects with more fields. */
export const scopeRow = ({ platform, workspace }: Scope) => ({ platform, workspace })
export const channelRow = ({ platform, workspace, channel }: ChannelKey) => ({ platform, workspace, channel })
export const byRow = ({ id, name }: Who) => ({ byId: id, byName: name })

export const placeOf = (row: ChannelKey & { thread: string | null }): PlaceKey => ({
  ...channelRow(row),
  ...(row.thread === null ? {} : { thread: row.thread }),
})

export const messageOf = (conversation: PlaceKey, id: string): MessageKey => ({ conversation, id })

export const changeOf = (row: { byId: string; byName: string; at: number }) => ({
  by: { id: row.byId, name: row.byName },
  at: row.at,
})
