/** Slack's limits for each kind of block. */

import { asList, asText, isJson, type Json } from '../workspace/model.ts'
import { checkElement } from './block-elements.ts'
import type { Checker } from './checker.ts'

export type Surface = 'message' | 'modal' | 'home'
/** Which blocks may stand where. */
const ONLY_IN_MESSAGES = ['markdown', 'table', 'data_table', 'file', 'context_actions']
const ACCESSORIES =
  /^(button|image|overflow|checkboxes|radio_buttons|datepicker|timepicker|(multi_)?(static|external|users|conversations|channels)_select)$/

function checkSection(block: Json, at: string, check: Checker) {
  if (block.text === undefined && block.fields === undefined) check.add(at, 'text or fields required')
  if (block.text !== undefined) check.text(block.text, `${at}/text`, 3000)
  if (block.fields !== undefined)
    check.list(block.fields, `${at}/fields`, 10).forEach((field, i) => {
      check.text(field, `${at}/fields/${i}`, 2000)
    })
  if (block.accessory === undefined) return
  if (!isJson(block.accessory) || !ACCESSORIES.test(asText(block.accessory.type)))
    check.add(`${at}/accessory`, 'unsupported accessory')
  else checkElement(block.accessory, `${at}/accessory`, check)
}

function checkTable(block: Json, at: string, check: Checker) {
  const rows = Array.isArray(block.rows) ? block.rows : []
  if (rows.length === 0) check.add(`${at}/rows`, 'must be a list of at least 1 item')
  if (rows.length > 100) check.add(`${at}/rows`, 'no more than 100 items allowed')
  if (asList(block.column_settings).length > 20) check.add(`${at}/column_settings`, 'no more than 20 items allowed')
  rows.forEach((row, i) => {
    const cells = check.list(row, `${at}/rows/${i}`, 20)
    cells.forEach((cell, j) => {
      const where = `${at}/rows/${i}/${j}`
      if (cell.type === 'raw_text') check.string(cell.text, `${where}/text`, 3000, true)
      else if (cell.type !== 'rich_text' && cell.type !== 'raw_number') check.add(`${where}/type`, 'unsupported cell')
    })
  })
}

const RICH = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']

function checkRichText(block: Json, at: string, check: Checker) {
  const walk = (node: Json, where: string) => {
    if (node.type === 'text' || node.type === 'link') {
      if (node.type === 'text' && asText(node.text) === '') check.add(`${where}/text`, 'must be more than 0 characters')
      if (node.type === 'link') check.string(node.url, `${where}/url`, 3000, true)
    }
    asList(node.elements).forEach((child, i) => {
      walk(child, `${where}/elements/${i}`)
    })
  }
  check.list(block.elements, `${at}/elements`, 1000).forEach((element, i) => {
    if (!RICH.includes(asText(element.type))) check.add(`${at}/elements/${i}/type`, 'unsupported rich text element')
    walk(element, `${at}/elements/${i}`)
  })
}

function checkInput(block: Json, at: string, check: Checker) {
  check.text(block.label, `${at}/label`, 2000, 'plain_text')
  if (block.hint !== undefined) check.text(block.hint, `${at}/hint`, 2000, 'plain_text')
  if (isJson(block.element)) checkElement(block.element, `${at}/element`, check)
  else check.add(`${at}/element`, 'missing required field: element')
}

export function checkBlock(block: Json, at: string, surface: Surface, check: Checker) {
  const type = asText(block.type)
  check.string(block.block_id, `${at}/block_id`, 255)
  if (surface !== 'message' && ONLY_IN_MESSAGES.includes(type)) check.add(`${at}/type`, `not allowed in a ${surface}`)
  switch (type) {
    case 'section':
      return checkSection(block, at, check)
    case 'header':
      return check.text(block.text, `${at}/text`, 150, 'plain_text')
    case 'divider':
      return
    case 'context':
      return check.list(block.elements, `${at}/elements`, 10).forEach((element, i) => {
        if (element.type === 'image') checkElement(element, `${at}/elements/${i}`, check)
        else check.text(element, `${at}/elements/${i}`, 3000)
      })
    case 'actions':
      return check.list(block.elements, `${at}/elements`, 25).forEach((element, i) => {
        checkElement(element, `${at}/elements/${i}`, check)
      })
    case 'context_actions':
      return check.list(block.elements, `${at}/elements`, 5).forEach((element, i) => {
        if (!['feedback_buttons', 'icon_button'].includes(asText(element.type)))
          check.add(`${at}/elements/${i}/type`, 'unsupported element')
        checkElement(element, `${at}/elements/${i}`, check)
      })
    case 'image':
      check.string(block.alt_text, `${at}/alt_text`, 2000, true)
      if (block.title !== undefined) check.text(block.title, `${at}/title`, 2000, 'plain_text')
      return check.string(block.image_url, `${at}/image_url`, 3000, block.slack_file === undefined)
    case 'input':
      return checkInput(block, at, check)
    case 'markdown':
      return check.string(block.text, `${at}/text`, 12_000, true)
    case 'alert':
      return check.text(block.text, `${at}/text`, 200)
    case 'table':
      return checkTable(block, at, check)
    case 'rich_text':
      return checkRichText(block, at, check)
    default:
      return check.add(`${at}/type`, `unsupported type: ${type}`)
  }
}
