/** Discord's rules for modals and autocomplete choices. */
import type { FormError } from '../rest/api-error.ts'
import { COMPONENT, everyComponent, isFilled, isRecord, type Json } from '../world/protocol.ts'
import { at, type Checker, createChecker } from './checker.ts'
import { checkSelect } from './component-rules.ts'

export function checkModal(modal: Json): readonly FormError[] {
  const check = createChecker()
  check.text(modal.title, 'title', 1, 45, true)
  check.text(modal.custom_id, 'custom_id', 1, 100, true)
  if (!isFilled(modal.components)) check.error('components', 'BASE_TYPE_REQUIRED', 'This field is required')
  for (const [item, path] of check.items(modal.components, 'components', 1, 5)) {
    check.oneOf(item.type, at(path, 'type'), [COMPONENT.ROW, COMPONENT.LABEL, COMPONENT.TEXT])
    if (item.type === COMPONENT.ROW) {
      const parts = check.items(item.components, at(path, 'components'), 1, 1)
      for (const [part, where] of parts) input(check, part, where, true)
    }
    if (item.type === COMPONENT.LABEL) {
      check.text(item.label, at(path, 'label'), 1, 45, true)
      check.text(item.description, at(path, 'description'), 0, 100)
      if (!isRecord(item.component)) check.error(at(path, 'component'), 'BASE_TYPE_REQUIRED', 'This field is required')
      else if (item.component.type === COMPONENT.INPUT) input(check, item.component, at(path, 'component'), false)
      else if (item.component.type === COMPONENT.SELECT) checkSelect(check, item.component, at(path, 'component'))
    }
  }
  const ids = everyComponent(modal.components).flatMap((item) => (isFilled(item.custom_id) ? [item.custom_id] : []))
  if (new Set(ids).size !== ids.length)
    check.error('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'A custom_id stands twice.')
  return check.errors
}

function input(check: Checker, item: Json, path: string, labelled: boolean): void {
  check.oneOf(item.type, at(path, 'type'), [COMPONENT.INPUT])
  check.text(item.custom_id, at(path, 'custom_id'), 1, 100, true)
  check.oneOf(item.style, at(path, 'style'), [1, 2])
  if (labelled) check.text(item.label, at(path, 'label'), 1, 45, true)
  else if (isFilled(item.label))
    check.error(at(path, 'label'), 'COMPONENT_LABEL_DUPLICATED', 'The label around it has the text.')
  check.whole(item.min_length, at(path, 'min_length'), 0, 4000)
  check.whole(item.max_length, at(path, 'max_length'), 1, 4000)
  check.text(item.placeholder, at(path, 'placeholder'), 0, 100)
  check.text(item.value, at(path, 'value'), 0, 4000)
}

export function checkChoices(check: Checker, choices: unknown, path: string, numeric: boolean): void {
  for (const [choice, where] of check.items(choices, path, 0, 25)) {
    check.text(choice.name, at(where, 'name'), 1, 100, true)
    if (numeric) {
      if (typeof choice.value !== 'number') check.error(at(where, 'value'), 'NUMBER_TYPE_COERCE', 'Not a number.')
    } else check.text(choice.value, at(where, 'value'), 1, 100, true)
  }
}

export function checkAutocomplete(data: Json): readonly FormError[] {
  const check = createChecker()
  if (!Array.isArray(data.choices)) check.error('choices', 'BASE_TYPE_REQUIRED', 'This field is required')
  checkChoices(check, data.choices, 'choices', false)
  return check.errors
}
