/** What triage says while its storage is lost: it must not look as if nothing were wrong. */
export const BLIND =
  'Triage is blind: my storage does not answer. Lookups work all the same. Try again in a minute, and tell whoever runs me.'
