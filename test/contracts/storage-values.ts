/** Names that no other test of the same database uses, and who uses them. */
let count = 0

export const fresh = (kind: string): string => `${kind}-${process.pid}-${++count}`

export const freshTeam = () => ({ platform: 'test', workspace: fresh('team') })
export type Team = ReturnType<typeof freshTeam>

export const ADA = { id: 'u1', name: 'Ada' }
