/** Block Kit's limits, written from Slack's reference and not from any renderer. */

import { asList, isJson, type Json } from '../workspace/model.ts'
import { checkOptions } from './block-elements.ts'
import { checkBlock, type Surface } from './block-rules.ts'
import { createFaults, type Faults, lengthOf } from './checker.ts'

const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }

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
  if (blocks.length > MAX_BLOCKS[surface]) faults.add('/blocks', `no more than ${MAX_BLOCKS[surface]} items allowed`)
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
