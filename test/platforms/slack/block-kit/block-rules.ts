/** What Slack's reference asks of each kind of block. */

import { asList, asText, isJson, type Json } from '../workspace/model.ts'
import { checkElement } from './block-elements.ts'
import type { Faults } from './checker.ts'

export type Surface = 'message' | 'modal' | 'home'
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

export function checkBlock(block: Json, at: string, surface: Surface, faults: Faults) {
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
