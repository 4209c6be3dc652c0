/** One step of the database's shape; apart from `migrate.ts`, so that steps need not import what runs them. */
export interface Migration {
  readonly name: string
  /** @param id the column type of an auto-incremented row number that is never reused. */
  readonly statements: (id: string) => readonly string[]
}
