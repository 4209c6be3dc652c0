/** Suggests a command when words match nothing: they may be a misspelt command or a file name. Loaded only then. */
import { statSync } from 'node:fs'
import { nearest } from '../features/typed-word.ts'

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile()
  } catch {
    // Most words do not name a file, and some cannot.
    return false
  }
}

/** @returns one line that says what to run instead; undefined when nothing is close */
export function didYouMean(words: readonly string[], commands: readonly string[]): string | undefined {
  const [first = '', ...rest] = words
  if (words.length === 1 && isFile(first)) return `${first} is a file; read it with: imerr scan ${first}`
  const command = nearest(first, commands)
  // The rest may be a UserSig, which must not be printed.
  const behind = rest.length === 0 ? '' : command === 'usersig' ? ' ...' : ` ${rest.join(' ')}`
  return command === undefined ? undefined : `no command '${first}'; did you mean: imerr ${command}${behind}`
}
