/** Block Kit's limits, written from Slack's reference and not from any renderer. Refusals read like Slack's own. */
import { checkElement, checkOptions } from './block-elements.ts'
import { asList, asText, isJson, type Json } from './shapes.ts'

/** Characters as Slack counts them. */
export const lengthOf = (value: unknown) => [...asText(value)].length

/** Collects what is wrong, each with a JSON pointer to where. */
export interface Faults {
  readonly messages: string[]
  add(pointer: string, what: string): void
  /** A text object of 1 to `max` characters. */
  text(value: unknown, pointer: string, max: number, kind?: 'plain_text'): void
  /** A plain string of at most `max` characters. */
  string(value: unknown, pointer: string, max: number, required?: boolean): void
  /** 1 to `max` items. */
  list(value: unknown, pointer: string, max: number): Json[]
}

export function createFaults(): Faults {
  const messages: string[] = []
  const faults: Faults = {
    messages,
    add: (pointer, what) => messages.push(`[ERROR] ${what} [json-pointer:${pointer}]`),
    text(value, pointer, max, kind) {
      if (!isJson(value)) return faults.add(pointer, 'missing required field: text object')
      if (value.type !== 'plain_text' && value.type !== 'mrkdwn')
        return faults.add(`${pointer}/type`, 'must be plain_text or mrkdwn')
      if (kind && value.type !== kind) faults.add(`${pointer}/type`, `must be ${kind}`)
      if (value.type === 'mrkdwn' && 'emoji' in value) faults.add(`${pointer}/emoji`, 'not allowed with mrkdwn')
      if (value.type === 'plain_text' && 'verbatim' in value)
        faults.add(`${pointer}/verbatim`, 'not allowed with plain_text')
      faults.string(value.text, `${pointer}/text`, max, true)
    },
    string(value, pointer, max, required = false) {
      if (value === undefined && !required) return
      if (typeof value !== 'string') return faults.add(pointer, 'must be a string')
      if (required && value.trim() === '') faults.add(pointer, 'must be more than 0 characters')
      if (lengthOf(value) > max) faults.add(pointer, `must be less than ${max + 1} characters`)
      if (!value.isWellFormed()) faults.add(pointer, 'invalid characters: half of a surrogate pair')
    },
    list(value, pointer, max) {
      const items = asList(value)
      if (!Array.isArray(value) || items.length !== value.length || items.length === 0)
        faults.add(pointer, 'must be a list of at least 1 item')
      if (items.length > max) faults.add(pointer, `no more than ${max} items allowed`)
      return items
    },
  }
  return faults
}

export type Surface = 'message' | 'modal' | 'home'
const MOST_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
/** Which blocks may stand where. */
const ONLY_IN_MESSAGES = ['markdown', 'table', 'data_table', 'file', 'context_actions']
const ACCESSORIES =
  /^(button|image|overflow|checkboxes|radio_buttons|datepicker|timepicker|(multi_)?(static|external|users|conversations|channels)_select)$/

function checkSection(block: Json, at: string, faults: Faults) {
  if (block.text === undefined && block.fields === undefined) faults.add(at, 'text or fields required')
  if (block.text !== undefined) faults.text(block.text, `${at}/text`, 3000)
  if (block.fields !== undefined)
    faults.list(block.fields, `${at}/fields`, 10).forEach((field, i) => {
      faults.text(field, `${at}/fields/${i}`, 2000)
    })
  if (block.accessory === undefined) return
  if (!isJson(block.accessory) || !ACCESSORIES.test(asText(block.accessory.type)))
    faults.add(`${at}/accessory`, 'unsupported accessory')
  else checkElement(block.accessory, `${at}/accessory`, faults)
}

function checkTable(block: Json, at: string, faults: Faults) {
  const rows = Array.isArray(block.rows) ? block.rows : []
  if (rows.length === 0) faults.add(`${at}/rows`, 'must be a list of at least 1 item')
  if (rows.length > 100) faults.add(`${at}/rows`, 'no more than 100 items allowed')
  if (asList(block.column_settings).length > 20) faults.add(`${at}/column_settings`, 'no more than 20 items allowed')
  rows.forEach((row, i) => {
    const cells = faults.list(row, `${at}/rows/${i}`, 20)
    cells.forEach((cell, j) => {
      const where = `${at}/rows/${i}/${j}`
      if (cell.type === 'raw_text') faults.string(cell.text, `${where}/text`, 3000, true)
      else if (cell.type !== 'rich_text' && cell.type !== 'raw_number') faults.add(`${where}/type`, 'unsupported cell')
    })
  })
}

const RICH = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']

function checkRichText(block: Json, at: string, faults: Faults) {
  const walk = (node: Json, where: string) => {
    if (node.type === 'text' || node.type === 'link') {
      if (node.type === 'text' && asText(node.text) === '')
        faults.add(`${where}/text`, 'must be more than 0 characters')
      if (node.type === 'link') faults.string(node.url, `${where}/url`, 3000, true)
    }
    asList(node.elements).forEach((child, i) => {
      walk(child, `${where}/elements/${i}`)
    })
  }
  faults.list(block.elements, `${at}/elements`, 1000).forEach((element, i) => {
    if (!RICH.includes(asText(element.type))) faults.add(`${at}/elements/${i}/type`, 'unsupported rich text element')
    walk(element, `${at}/elements/${i}`)
  })
}

function checkInput(block: Json, at: string, faults: Faults) {
  faults.text(block.label, `${at}/label`, 2000, 'plain_text')
  if (block.hint !== undefined) faults.text(block.hint, `${at}/hint`, 2000, 'plain_text')
  if (isJson(block.element)) checkElement(block.element, `${at}/element`, faults)
  else faults.add(`${at}/element`, 'missing required field: element')
}

function checkBlock(block: Json, at: string, surface: Surface, faults: Faults) {
  const type = asText(block.type)
  faults.string(block.block_id, `${at}/block_id`, 255)
  if (surface !== 'message' && ONLY_IN_MESSAGES.includes(type)) faults.add(`${at}/type`, `not allowed in a ${surface}`)
  switch (type) {
    case 'section':
      return checkSection(block, at, faults)
    case 'header':
      return faults.text(block.text, `${at}/text`, 150, 'plain_text')
    case 'divider':
      return
    case 'context':
      return faults.list(block.elements, `${at}/elements`, 10).forEach((element, i) => {
        if (element.type === 'image') checkElement(element, `${at}/elements/${i}`, faults)
        else faults.text(element, `${at}/elements/${i}`, 3000)
      })
    case 'actions':
      return faults.list(block.elements, `${at}/elements`, 25).forEach((element, i) => {
        checkElement(element, `${at}/elements/${i}`, faults)
      })
    case 'context_actions':
      return faults.list(block.elements, `${at}/elements`, 5).forEach((element, i) => {
        if (!['feedback_buttons', 'icon_button'].includes(asText(element.type)))
          faults.add(`${at}/elements/${i}/type`, 'unsupported element')
        checkElement(element, `${at}/elements/${i}`, faults)
      })
    case 'image':
      faults.string(block.alt_text, `${at}/alt_text`, 2000, true)
      if (block.title !== undefined) faults.text(block.title, `${at}/title`, 2000, 'plain_text')
      return faults.string(block.image_url, `${at}/image_url`, 3000, block.slack_file === undefined)
    case 'input':
      return checkInput(block, at, faults)
    case 'markdown':
      return faults.string(block.text, `${at}/text`, 12_000, true)
    case 'alert':
      return faults.text(block.text, `${at}/text`, 200)
    case 'table':
      return checkTable(block, at, faults)
    case 'rich_text':
      return checkRichText(block, at, faults)
    default:
      return faults.add(`${at}/type`, `unsupported type: ${type}`)
  }
}

function checkUnique(blocks: readonly Json[], faults: Faults) {
  const blockIds = new Set<string>()
  const actionIds = new Set<string>()
  const walk = (value: unknown, at: string) => {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, `${at}/${i}`)
    if (!isJson(value)) return
    if (typeof value.action_id === 'string') {
      if (actionIds.has(value.action_id)) faults.add(`${at}/action_id`, `action_id already exists: ${value.action_id}`)
      actionIds.add(value.action_id)
    }
    for (const [key, inside] of Object.entries(value)) walk(inside, `${at}/${key}`)
  }
  blocks.forEach((block, i) => {
    if (typeof block.block_id === 'string') {
      if (blockIds.has(block.block_id)) faults.add(`/blocks/${i}/block_id`, 'block_id already exists')
      blockIds.add(block.block_id)
    }
    walk(block, `/blocks/${i}`)
  })
}

/** @returns what Slack would refuse, in its words; empty when the blocks are fine */
export function blockFaults(value: unknown, surface: Surface): string[] {
  const faults = createFaults()
  const blocks = asList(value)
  if (!Array.isArray(value) || blocks.length !== value.length) faults.add('/blocks', 'must be a list of blocks')
  if (blocks.length > MOST_BLOCKS[surface]) faults.add('/blocks', `no more than ${MOST_BLOCKS[surface]} items allowed`)
  blocks.forEach((block, i) => {
    checkBlock(block, `/blocks/${i}`, surface, faults)
  })
  checkUnique(blocks, faults)
  const markdown = blocks.filter((block) => block.type === 'markdown').map((block) => lengthOf(block.text))
  if (markdown.reduce((sum, length) => sum + length, 0) > 12_000)
    faults.add('/blocks', 'markdown blocks hold more than 12000 characters together')
  if (blocks.filter((block) => block.type === 'table' || block.type === 'data_table').length > 1)
    faults.add('/blocks', 'only_one_table_allowed')
  return faults.messages
}

/** @returns what Slack would refuse of a modal or a Home */
export function viewFaults(view: Json): string[] {
  const surface = view.type === 'home' ? 'home' : 'modal'
  const faults = createFaults()
  if (view.type !== 'home' && view.type !== 'modal') faults.add('/view/type', 'must be modal or home')
  if (surface === 'modal') {
    faults.text(view.title, '/view/title', 24, 'plain_text')
    for (const key of ['submit', 'close'])
      if (view[key] !== undefined) faults.text(view[key], `/view/${key}`, 24, 'plain_text')
    const asks = asList(view.blocks).some((block) => block.type === 'input')
    if (asks && view.submit === undefined) faults.add('/view/submit', 'submit is required with input blocks')
  } else for (const key of ['title', 'submit', 'close']) if (key in view) faults.add(`/view/${key}`, 'not in a home')
  faults.string(view.private_metadata, '/view/private_metadata', 3000)
  faults.string(view.callback_id, '/view/callback_id', 255)
  faults.messages.push(...blockFaults(view.blocks, surface))
  return faults.messages
}

/** @returns what Slack would refuse of the answer to an external select */
export function suggestionFaults(answer: unknown): string[] {
  const faults = createFaults()
  if (!isJson(answer)) faults.add('/', 'must be an object with options or option_groups')
  else checkOptions(answer, '', 100, faults, true)
  return faults.messages
}
