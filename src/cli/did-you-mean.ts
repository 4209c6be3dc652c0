/** Words that nothing fits may be a misspelt command or the name of a file. Loaded only then. */
import { statSync } from 'node:fs'
import { nearest } from '../features/typed-word.ts'

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile()
  } catch {
    // Words are mostly no file, and some cannot be the name of one.
    return false
  }
}

/** @returns what to run instead, in a line; undefined where nothing comes to mind */
export function didYouMean(words: readonly string[], commands: readonly string[]): string | undefined {
  const [first = '', ...rest] = words
  if (words.length === 1 && isFile(first)) return `${first} is a file; read it with: imerr scan ${first}`
  const command = nearest(first, commands)
  // What stands behind may be a UserSig, which is not printed again.
  const behind = rest.length === 0 ? '' : command === 'usersig' ? ' ...' : ` ${rest.join(' ')}`
  return command === undefined ? undefined : `no command '${first}'; did you mean: imerr ${command}${behind}`
}
