/** Slack's limits for block elements: buttons, menus, inputs. */

import { asList, asText, isJson, type Json } from '../workspace/model.ts'
import type { Checker } from './checker.ts'

function checkOption(option: Json, at: string, check: Checker) {
  check.text(option.text, `${at}/text`, 75)
  check.string(option.value, `${at}/value`, 150, true)
  if (option.description !== undefined) check.text(option.description, `${at}/description`, 75)
  check.string(option.url, `${at}/url`, 3000)
}

/** @param mayBeEmpty true for the answer to a search */
export function checkOptions(holder: Json, at: string, max: number, check: Checker, mayBeEmpty = false) {
  const groups = holder.option_groups
  if (groups !== undefined) {
    check.list(groups, `${at}/option_groups`, 100).forEach((group, i) => {
      check.text(group.label, `${at}/option_groups/${i}/label`, 75, 'plain_text')
      checkOptions({ options: group.options }, `${at}/option_groups/${i}`, 100, check)
    })
    return
  }
  if (mayBeEmpty && Array.isArray(holder.options) && holder.options.length === 0) return
  const options = check.list(holder.options, `${at}/options`, max)
  options.forEach((option, i) => {
    checkOption(option, `${at}/options/${i}`, check)
  })
  const values = options.map((option) => option.value)
  if (new Set(values).size !== values.length) check.add(`${at}/options`, 'option values must be unique')
}

function checkConfirm(confirm: unknown, at: string, check: Checker) {
  if (confirm === undefined) return
  if (!isJson(confirm)) return check.add(at, 'must be a confirmation dialog')
  const limits = { title: 100, text: 300, confirm: 30, deny: 30 }
  for (const [key, max] of Object.entries(limits)) check.text(confirm[key], `${at}/${key}`, max)
}

function checkButton(element: Json, at: string, check: Checker) {
  check.text(element.text, `${at}/text`, 75, 'plain_text')
  check.string(element.value, `${at}/value`, 2000)
  check.string(element.url, `${at}/url`, 3000)
  if (element.url !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(asText(element.url)))
    check.add(`${at}/url`, 'must be a valid URL')
  check.string(element.accessibility_label, `${at}/accessibility_label`, 75)
  if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger')
    check.add(`${at}/style`, 'must be primary or danger')
}

const MAX_OPTIONS: Readonly<Record<string, number>> = {
  overflow: 5,
  checkboxes: 10,
  radio_buttons: 10,
  static_select: 100,
  multi_static_select: 100,
}
const WITHOUT_OPTIONS =
  /^(datepicker|timepicker|datetimepicker|(multi_)?(external|users|conversations|channels)_select|url_text_input|email_text_input|number_input|rich_text_input)$/

export function checkElement(element: Json, at: string, check: Checker) {
  const type = asText(element.type)
  check.string(element.action_id, `${at}/action_id`, 255)
  if (element.placeholder !== undefined) check.text(element.placeholder, `${at}/placeholder`, 150, 'plain_text')
  checkConfirm(element.confirm, `${at}/confirm`, check)
  const most = MAX_OPTIONS[type]
  if (most) return checkOptions(element, at, most, check)
  switch (type) {
    case 'button':
      return checkButton(element, at, check)
    case 'image':
      check.string(element.alt_text, `${at}/alt_text`, 2000, true)
      return check.string(element.image_url, `${at}/image_url`, 3000, element.slack_file === undefined)
    case 'feedback_buttons':
      for (const key of ['positive_button', 'negative_button']) {
        const button = isJson(element[key]) ? element[key] : {}
        check.text(button.text, `${at}/${key}/text`, 75, 'plain_text')
        check.string(button.value, `${at}/${key}/value`, 2000, true)
        check.string(button.accessibility_label, `${at}/${key}/accessibility_label`, 75)
      }
      return
    case 'icon_button':
      check.text(element.text, `${at}/text`, 75, 'plain_text')
      return check.string(element.value, `${at}/value`, 2000)
    case 'plain_text_input': {
      const max = element.max_length
      if (max !== undefined && (typeof max !== 'number' || max < 1 || max > 3000))
        check.add(`${at}/max_length`, 'must be 1 to 3000')
      return check.string(element.initial_value, `${at}/initial_value`, 3000)
    }
    default:
      if (!WITHOUT_OPTIONS.test(type)) check.add(`${at}/type`, `unsupported type: ${type}`)
  }
}

/** Every element with an action_id, with its block. */
export function actionsIn(blocks: readonly Json[]): { block: Json; element: Json }[] {
  return blocks.flatMap((block) => {
    const inside = [...asList(block.elements), ...[block.accessory, block.element].filter(isJson)]
    return inside.filter((element) => typeof element.action_id === 'string').map((element) => ({ block, element }))
  })
}
