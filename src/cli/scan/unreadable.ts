/** Why a file that the command line names cannot be read. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder; name the file inside it',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'that is too long for the name of a file',
}

/** The system's error, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error))
}
