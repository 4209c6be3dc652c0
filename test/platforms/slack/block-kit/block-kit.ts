/** Block Kit's limits, written from Slack's reference, not from our renderer. */

import { asList, isJson, type Json } from '../workspace/model.ts'
import { checkOptions } from './block-elements.ts'
import { checkBlock, type Surface } from './block-rules.ts'
import { type Checker, createChecker, lengthOf } from './checker.ts'

const MAX_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }

function checkUnique(blocks: readonly Json[], check: Checker) {
  const blockIds = new Set<string>()
  const actionIds = new Set<string>()
  const walk = (value: unknown, at: string) => {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, `${at}/${i}`)
    if (!isJson(value)) return
    if (typeof value.action_id === 'string') {
      if (actionIds.has(value.action_id)) check.add(`${at}/action_id`, `action_id already exists: ${value.action_id}`)
      actionIds.add(value.action_id)
    }
    for (const [key, inside] of Object.entries(value)) walk(inside, `${at}/${key}`)
  }
  blocks.forEach((block, i) => {
    if (typeof block.block_id === 'string') {
      if (blockIds.has(block.block_id)) check.add(`/blocks/${i}/block_id`, 'block_id already exists')
      blockIds.add(block.block_id)
    }
    walk(block, `/blocks/${i}`)
  })
}

/** @returns Slack's errors for the blocks; empty when they are valid */
export function blockErrors(value: unknown, surface: Surface): string[] {
  const check = createChecker()
  const blocks = asList(value)
  if (!Array.isArray(value) || blocks.length !== value.length) check.add('/blocks', 'must be a list of blocks')
  if (blocks.length > MAX_BLOCKS[surface]) check.add('/blocks', `no more than ${MAX_BLOCKS[surface]} items allowed`)
  blocks.forEach((block, i) => {
    checkBlock(block, `/blocks/${i}`, surface, check)
  })
  checkUnique(blocks, check)
  const markdown = blocks.filter((block) => block.type === 'markdown').map((block) => lengthOf(block.text))
  if (markdown.reduce((sum, length) => sum + length, 0) > 12_000)
    check.add('/blocks', 'markdown blocks hold more than 12000 characters together')
  if (blocks.filter((block) => block.type === 'table' || block.type === 'data_table').length > 1)
    check.add('/blocks', 'only_one_table_allowed')
  return check.errors
}

/** @returns Slack's errors for a modal or a Home */
export function viewErrors(view: Json): string[] {
  const surface = view.type === 'home' ? 'home' : 'modal'
  const check = createChecker()
  if (view.type !== 'home' && view.type !== 'modal') check.add('/view/type', 'must be modal or home')
  if (surface === 'modal') {
    check.text(view.title, '/view/title', 24, 'plain_text')
    for (const key of ['submit', 'close'])
      if (view[key] !== undefined) check.text(view[key], `/view/${key}`, 24, 'plain_text')
    const asks = asList(view.blocks).some((block) => block.type === 'input')
    if (asks && view.submit === undefined) check.add('/view/submit', 'submit is required with input blocks')
  } else for (const key of ['title', 'submit', 'close']) if (key in view) check.add(`/view/${key}`, 'not in a home')
  check.string(view.private_metadata, '/view/private_metadata', 3000)
  check.string(view.callback_id, '/view/callback_id', 255)
  check.errors.push(...blockErrors(view.blocks, surface))
  return check.errors
}

/** @returns Slack's errors for the answer to an external select */
export function suggestionErrors(answer: unknown): string[] {
  const check = createChecker()
  if (!isJson(answer)) check.add('/', 'must be an object with options or option_groups')
  else checkOptions(answer, '', 100, check, true)
  return check.errors
}
