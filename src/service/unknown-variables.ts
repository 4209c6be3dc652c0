/** Reads the environment and finds variables that look misspelt. */
import { ConfigError, type Environment, loadConfig, SCHEMA } from '../config.ts'
import { editDistance } from '../core/search/spelling.ts'

const OURS = 'IMERR_'
/** Read by the command `imerr` and by the compose file. */
const KNOWN_ELSEWHERE = ['IMERR_USERSIG_KEY']
/** Names without one of these prefixes, such as PORT, resemble too many others. */
const FAMILIES = [OURS, 'SLACK_', 'DISCORD_']
const MAX_MISTAKES = 2

/** True when one name is the other plus one word: DISCORD_BOT_TOKEN, SLACK_TOKEN. */
function hasOneWordMore(a: string, b: string): boolean {
  const [short = [], long = []] = [a.split('_'), b.split('_')].sort((one, two) => one.length - two.length)
  let at = 0
  for (const word of long) if (word === short[at]) at++
  return long.length === short.length + 1 && short.length > 1 && at === short.length
}

/**
 * @returns a line per suspicious variable, never with its value. A name that begins with SLACK_ or DISCORD_ may belong to
 * another program, so it counts only when it is close to one of our names that is not set.
 */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const names = [...Object.keys(SCHEMA.shape), ...KNOWN_ELSEWHERE]
  const wanted = names.filter((name) => FAMILIES.some((family) => name.startsWith(family)) && !env[name]?.trim())
  return Object.keys(env)
    .filter((name) => !names.includes(name) && env[name]?.trim())
    .flatMap((name) => {
      const written = name.toUpperCase()
      const [near] = wanted
        .map((known) => ({
          known,
          distance: hasOneWordMore(written, known) ? MAX_MISTAKES : editDistance(written, known, MAX_MISTAKES),
        }))
        .filter(({ distance }) => distance <= MAX_MISTAKES)
        .sort((a, b) => a.distance - b.distance)
      if (near) return [`${name}: imerr has no variable of this name; did you mean ${near.known}?`]
      if (!written.startsWith(OURS)) return []
      return [`${name}: imerr has no variable of this name; .env.example names every one`]
    })
}

/** Reads the configuration; a misspelt variable is often why another one is missing. @throws ConfigError that names both */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): {
  readonly env: Environment
  readonly unknown: readonly string[]
} {
  const unknown = unknownVariables(variables)
  try {
    return { env: loadConfig(variables), unknown }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError([error.message, ...unknown.map((problem) => `  ${problem}`)].join('\n'))
  }
}
