/** A valid entry of a team's overlay, as one line of YAML. A change to `undefined` leaves the field out. */
export const ownEntry = (changes: object = {}) =>
  JSON.stringify({
    code: 120345,
    title: 'Ours',
    cause: 'Ours.',
    fix: ['Ask us.'],
    category: 'custom',
    retry: 'no',
    acts: 'end-user',
    severity: 'info',
    ...changes,
  })
