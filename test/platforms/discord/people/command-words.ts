/** From the words that somebody would type to the options that Discord's client sends, by the registered definition. */
import { isFilled, type Json, list, record, string } from '../world/protocol.ts'

const NUMERIC = [4, 10]
const optionsIn = (item: Json) => list(item.options).map(record)
const isNested = (item: Json) => item.type === 1 || item.type === 2

/** The last option takes the rest of the line. @throws for a sub-command that is not registered */
export function optionsOf(command: Json, text: string): Json[] {
  const defined = optionsIn(command)
  const words = text.trim()
  if (words === '') return []
  if (defined.some(isNested)) {
    const [name = ''] = words.split(/\s+/, 1)
    const found = defined.find((item) => item.name === name)
    if (!found) throw new Error(`/${string(command.name)} has no "${name}"`)
    return [{ name, type: found.type, options: optionsOf(found, words.slice(name.length)) }]
  }
  const options: Json[] = []
  let rest = words
  for (const [i, item] of defined.entries()) {
    if (rest === '') break
    const word = i === defined.length - 1 ? rest : (rest.split(/\s+/, 1)[0] ?? '')
    rest = rest.slice(word.length).trim()
    options.push({ name: item.name, type: item.type, value: NUMERIC.includes(Number(item.type)) ? Number(word) : word })
  }
  return options
}

/** What Discord's client would not let anybody send. @throws */
export function checkFilled(command: Json, options: readonly Json[]): void {
  const defined = optionsIn(command)
  if (defined.some(isNested)) {
    const [chosen] = options
    const found = defined.find((item) => item.name === chosen?.name)
    if (!chosen || !found) throw new Error(`/${string(command.name)} needs a sub-command`)
    checkFilled(found, list(chosen.options).map(record))
    return
  }
  for (const option of options) {
    const found = defined.find((item) => item.name === option.name)
    if (!found || found.type !== option.type) throw new Error(`no option "${string(option.name)}" of that type`)
    const choices = list(found.choices).map((choice) => record(choice).value)
    if (choices.length > 0 && !choices.includes(option.value)) throw new Error(`"${String(option.value)}" is no choice`)
  }
  const missing = defined.find((item) => item.required === true && !options.some((option) => option.name === item.name))
  if (missing) throw new Error(`"${string(missing.name)}" is required`)
  if (options.some((option) => !isFilled(option.value))) throw new Error('an option without a value')
}
