/** Values for storage tests: unique names, and a person. */
let count = 0

export const fresh = (kind: string): string => `${kind}-${process.pid}-${++count}`

export const freshTeam = () => ({ platform: 'test', workspace: fresh('team') })
export type Team = ReturnType<typeof freshTeam>

export const ADA = { id: 'u1', name: 'Ada' }
