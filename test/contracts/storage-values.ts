/** Names that no other test of the same database uses. */
let count = 0

export const fresh = (kind: string): string => `${kind}-${process.pid}-${++count}`
