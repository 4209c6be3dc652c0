/** A channel's settings, every version of them. */
import type { ChannelSettings, SettingsVersion } from '../contract/team.ts'
import type { Database } from '../tables.ts'
import { byRow, changeOf, channelRow, scopeRow } from './rows.ts'

const toVersion = (row: { version: number; value: string; byId: string; byName: string; at: number }) =>
  ({ version: row.version, value: JSON.parse(row.value) as unknown, ...changeOf(row) }) satisfies SettingsVersion

export function createChannelSettings(db: Database): ChannelSettings {
  const versions = db.selectFrom('channelSettings as s').selectAll('s').orderBy('s.version', 'desc')
  return {
    async get(channel) {
      const row = await versions
        .where((is) => is.and(channelRow(channel)))
        .limit(1)
        .executeTakeFirst()
      return row && toVersion(row)
    },

    async set(channel, value, { by, at }, basedOn) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('channelSettings')
        .values({ ...channelRow(channel), version: basedOn + 1, value: JSON.stringify(value), ...byRow(by), at })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    async history(channel, limit) {
      const rows = await versions
        .where((is) => is.and(channelRow(channel)))
        .limit(limit)
        .execute()
      return rows.map(toVersion)
    },

    async list(scope) {
      const rows = await versions
        .where((is) => is.and(scopeRow(scope)))
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('channelSettings as later')
                .select('later.version')
                .whereRef('later.platform', '=', 's.platform')
                .whereRef('later.workspace', '=', 's.workspace')
                .whereRef('later.channel', '=', 's.channel')
                .whereRef('later.version', '>', 's.version'),
            ),
          ),
        )
        .execute()
      return rows.map((row) => ({ ...toVersion(row), channel: channelRow(row) }))
    },
  }
}
