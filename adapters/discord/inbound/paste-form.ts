/** A form for long pastes: a command's option takes one line, a form takes a whole log. */
import { ComponentType, InteractionResponseType, TextInputStyle } from 'discord.js'
import type { Responder } from '../../../src/chat/adapter.ts'
import type { Action } from '../../../src/chat/card.ts'
import { OPEN_FORM, PASTE_FORM } from '../../../src/chat/command.ts'
import { speaksChinese } from '../../../src/chat/locale.ts'
import { LIMITS } from '../limits.ts'
import { cut } from '../render/markdown.ts'

const FORM = 'form.paste'
const FORM_TEXT = 'text'

const CHINESE = {
  title: '解释日志',
  label: '日志、JSON 或错误信息',
  placeholder: '粘贴到这里。其中的凭证不会被保存或显示。',
} as const

const labelsFor = (locale: string | undefined) => (speaksChinese(locale) ? CHINESE : PASTE_FORM)

/** The interaction response that opens the form. */
export function formResponse(locale: string | undefined) {
  const { title, label, placeholder } = labelsFor(locale)
  return {
    type: InteractionResponseType.Modal,
    data: {
      custom_id: FORM,
      title: cut(title, LIMITS.modalTitle),
      components: [
        {
          type: ComponentType.Label,
          label: cut(label, LIMITS.modalLabel),
          component: {
            type: ComponentType.TextInput,
            custom_id: FORM_TEXT,
            style: TextInputStyle.Paragraph,
            placeholder: cut(placeholder, LIMITS.modalPlaceholder),
            max_length: LIMITS.modalInput,
            required: true,
          },
        },
      ],
    },
  }
}

/** Adds a button that opens the form to each reply: a bare command may mean that the text was too long for it. */
export function withFormButton(responder: Responder, locale: string | undefined): Responder {
  const open: Action = {
    kind: 'button',
    id: OPEN_FORM,
    value: 'paste',
    label: labelsFor(locale).title,
    style: 'primary',
  }
  return {
    ...responder,
    reply: (card, visibility, attachment) =>
      responder.reply({ ...card, actions: [...card.actions, open] }, visibility, attachment),
  }
}
