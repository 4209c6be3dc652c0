/** Discord's rules for message components, both classic rows and Components V2. */

import {
  COMPONENT,
  everyComponent,
  isFilled,
  isRecord,
  type Json,
  list,
  number,
  record,
  string,
} from '../world/protocol.ts'
import { at, type Checker, checkUrl } from './checker.ts'

const { ROW, BUTTON, SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER } = COMPONENT
const SELECTS = [SELECT, 5, 6, 7, 8] as const
const isSelect = (type: unknown) => (SELECTS as readonly unknown[]).includes(type)
const TOP_V2 = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER]
const IN_CONTAINER = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR]
const MOST = { components: 40, text: 4000, rows: 5, buttons: 5, options: 25 }

export function checkComponents(check: Checker, components: unknown, v2: boolean): void {
  const top = check.items(components, 'components', 0, v2 ? MOST.components : MOST.rows)
  const all = everyComponent(components)
  if (v2) {
    if (all.length > MOST.components)
      check.error('components', 'COMPONENT_MAX_TOTAL', `${all.length} components, ${MOST.components} are allowed.`)
    const text = all.reduce((sum, item) => sum + (item.type === TEXT ? string(item.content).length : 0), 0)
    if (text > MOST.text)
      check.error('components', 'COMPONENT_TEXT_TOTAL', `${text} characters of text, ${MOST.text} are allowed.`)
  }
  for (const [item, path] of top) {
    check.oneOf(item.type, at(path, 'type'), v2 ? TOP_V2 : [ROW])
    component(check, item, path)
  }
  unique(check, all, 'custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED')
  unique(check, all, 'id', 'COMPONENT_ID_DUPLICATED')
}

function unique(check: Checker, all: readonly Json[], key: string, code: string) {
  const values = all.map((item) => item[key]).filter(isFilled)
  const twice = values.filter((value, i) => values.indexOf(value) !== i)
  for (const value of new Set(twice)) check.error('components', code, `${key} "${String(value)}" stands twice.`)
}

function component(check: Checker, item: Json, path: string): void {
  switch (item.type) {
    case ROW:
      row(check, item, path)
      break
    case TEXT:
      check.text(item.content, at(path, 'content'), 1, MOST.text, true)
      break
    case SECTION:
      section(check, item, path)
      break
    case CONTAINER:
      check.whole(item.accent_color, at(path, 'accent_color'), 0, 0xffffff)
      within(check, item, path, IN_CONTAINER, MOST.components)
      break
    case SEPARATOR:
      if (item.spacing !== undefined) check.oneOf(item.spacing, at(path, 'spacing'), [1, 2])
      break
    case BUTTON:
      button(check, item, path)
      break
    case THUMBNAIL:
      check.text(item.description, at(path, 'description'), 1, 1024)
      break
    case GALLERY:
      check.items(item.items, at(path, 'items'), 1, 10)
      break
    case FILE:
      if (!string(record(item.file).url).startsWith('attachment://'))
        check.error(at(path, 'file.url'), 'URL_TYPE_INVALID_SCHEME', 'Only attachment:// is allowed.')
  }
}

function within(check: Checker, item: Json, path: string, allowed: readonly number[], max: number): void {
  for (const [part, where] of required(check, item, path, 1, max)) {
    check.oneOf(part.type, at(where, 'type'), allowed)
    component(check, part, where)
  }
}

function section(check: Checker, item: Json, path: string): void {
  within(check, item, path, [TEXT], 3)
  const accessory = record(item.accessory)
  if (!isRecord(item.accessory)) check.error(at(path, 'accessory'), 'BASE_TYPE_REQUIRED', 'This field is required')
  check.oneOf(accessory.type, at(path, 'accessory.type'), [BUTTON, THUMBNAIL])
  component(check, accessory, at(path, 'accessory'))
}

function required(check: Checker, item: Json, path: string, min: number, max: number) {
  if (!Array.isArray(item.components))
    check.error(at(path, 'components'), 'BASE_TYPE_REQUIRED', 'This field is required')
  return check.items(item.components, at(path, 'components'), min, max)
}

function row(check: Checker, item: Json, path: string): void {
  const parts = required(check, item, path, 1, MOST.buttons)
  const selects = parts.filter(([part]) => isSelect(part.type))
  if (selects.length > 0 && parts.length > 1)
    check.error(at(path, 'components'), 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select menu fills its row.')
  for (const [part, where] of parts) {
    check.oneOf(part.type, at(where, 'type'), [BUTTON, ...SELECTS])
    if (part.type === BUTTON) button(check, part, where)
    else if (isSelect(part.type)) checkSelect(check, part, where)
  }
}

function button(check: Checker, item: Json, path: string): void {
  check.oneOf(item.style, at(path, 'style'), [1, 2, 3, 4, 5, 6])
  check.text(item.label, at(path, 'label'), 0, 80)
  const style = number(item.style)
  if (style < 5) {
    check.text(item.custom_id, at(path, 'custom_id'), 1, 100, true)
    if (isFilled(item.url)) check.error(at(path, 'url'), 'BUTTON_COMPONENT_INVALID', 'Only link buttons have a url.')
  }
  if (style === 5) {
    if (!isFilled(item.url)) check.error(at(path, 'url'), 'BASE_TYPE_REQUIRED', 'A link button needs a url.')
    else checkUrl(check, item.url, at(path, 'url'), 512, ['http', 'https', 'discord'])
    if (isFilled(item.custom_id))
      check.error(
        at(path, 'custom_id'),
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A link has no custom_id.',
      )
  }
  if (style !== 6 && string(item.label).trim() === '' && !isRecord(item.emoji))
    check.error(at(path, 'label'), 'BUTTON_COMPONENT_INVALID_LABEL', 'A button needs a label or an emoji.')
}

export function checkSelect(check: Checker, item: Json, path: string): void {
  check.text(item.custom_id, at(path, 'custom_id'), 1, 100, true)
  check.text(item.placeholder, at(path, 'placeholder'), 0, 150)
  check.whole(item.min_values, at(path, 'min_values'), 0, 25)
  check.whole(item.max_values, at(path, 'max_values'), 1, 25)
  if (item.type !== SELECT) return
  if (!isFilled(item.options)) check.error(at(path, 'options'), 'BASE_TYPE_REQUIRED', 'This field is required')
  for (const [option, where] of check.items(item.options, at(path, 'options'), 1, MOST.options)) {
    check.text(option.label, at(where, 'label'), 1, 100, true)
    check.text(option.value, at(where, 'value'), 1, 100, true)
    check.text(option.description, at(where, 'description'), 0, 100)
  }
  const values = list(item.options).map((option) => (option as Json).value)
  if (new Set(values).size !== values.length)
    check.error(at(path, 'options'), 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'An option value stands twice.')
}
