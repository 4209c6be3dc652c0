/** Somebody asked for what cannot be done; the message says what happened and what to do. Shown privately as it is. */
export class UserError extends Error {
  override readonly name = 'UserError'
}
