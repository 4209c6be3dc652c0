/** The first version of the schema. */
import type { Migration } from './migration.ts'

/** The first tables. `${id}` is the only place where the two engines differ. */
export const start: Migration = {
  name: '0001-start',
  statements: (id) => [
    // A working claim has a token and a short life; a done one has no token and a long life.
    `create table claims (key text primary key, token text, expires_at bigint not null)`,
    `create index claims_expires_at on claims (expires_at)`,
    `create table leases (name text primary key, owner text not null, expires_at bigint not null)`,

    // Every version is a row; the highest is in force.
    `create table channel_settings (
      platform text not null, workspace text not null, channel text not null, version bigint not null,
      value text not null, by_id text not null, by_name text not null, at bigint not null,
      primary key (platform, workspace, channel, version)
    )`,

    // source, reply: the platform's message ids. codes: a JSON array, in the order shown.
    `create table annotations (
      id ${id}, platform text not null, workspace text not null, channel text not null,
      source_thread text, source text not null, thread text, author text not null, codes text not null,
      reply_channel text, reply_thread text, reply text,
      state text not null, at bigint not null, changed_at bigint not null,
      unique (platform, workspace, channel, source)
    )`,
    `create index annotations_reply on annotations (reply)`,
    `create index annotations_thread on annotations (platform, workspace, channel, thread)`,
    `create index annotations_at on annotations (platform, workspace, channel, at)`,
    `create index annotations_changed_at on annotations (changed_at)`,
    `create table annotation_codes (
      annotation bigint not null references annotations (id) on delete cascade, code text not null,
      primary key (annotation, code)
    )`,
    `create index annotation_codes_code on annotation_codes (code, annotation)`,
    `create table feedback (
      annotation bigint not null references annotations (id) on delete cascade,
      kind text not null, person text not null, at bigint not null,
      primary key (annotation, kind, person)
    )`,

    // No text, ever. The unique index makes a message that is read again count once; rows without a message never clash.
    `create table occurrences (
      id ${id}, code text not null, kind text not null,
      platform text not null, workspace text not null, channel text not null, thread text, message text,
      api text, author text not null, at bigint not null
    )`,
    `create unique index occurrences_once on occurrences (message, code, kind, author, channel, workspace, platform)`,
    `create index occurrences_at on occurrences (at)`,
    `create index occurrences_code_at on occurrences (code, at)`,

    `create table incidents (
      id ${id}, platform text not null, workspace text not null, key text not null, codes text not null,
      state text not null, since bigint not null, detail text not null,
      opened_at bigint not null, changed_at bigint not null, snoozed_until bigint, resolved_at bigint,
      owner_id text, owner_name text, message text, version bigint not null
    )`,
    // Two processes that see the same spike cannot both open an incident for it.
    `create unique index incidents_one_unresolved on incidents (platform, workspace, key) where state <> 'resolved'`,
    `create index incidents_key on incidents (platform, workspace, key)`,
    `create index incidents_changed_at on incidents (changed_at)`,
    `create table incident_events (
      id ${id}, incident bigint not null references incidents (id) on delete cascade,
      event text not null, by_id text, by_name text, note text, at bigint not null
    )`,
    `create index incident_events_incident on incident_events (incident)`,

    `create table runbook (
      id ${id}, platform text not null, workspace text not null, code text not null,
      text text not null, link text, owner text, by_id text not null, by_name text not null, at bigint not null
    )`,
    `create index runbook_code on runbook (platform, workspace, code)`,
    `create table mutes (
      platform text not null, workspace text not null, code text not null, until bigint not null,
      by_id text not null, by_name text not null, at bigint not null,
      primary key (platform, workspace, code)
    )`,
    `create table opt_outs (
      platform text not null, workspace text not null, person text not null, at bigint not null,
      primary key (platform, workspace, person)
    )`,
    `create table installations (
      platform text not null, key text not null, secret text not null, at bigint not null,
      primary key (platform, key)
    )`,
  ],
}
