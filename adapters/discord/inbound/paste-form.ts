/** The form for long pastes: a command's option takes one line, a form takes a whole log. */
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

const wordsFor = (locale: string | undefined) => (speaksChinese(locale) ? CHINESE : PASTE_FORM)

/** Opens the form as the answer to an interaction. */
export function formResponse(locale: string | undefined) {
  const { title, label, placeholder } = wordsFor(locale)
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

/** Who gave the command no words may have too many for it: the answer offers the form. */
export function offeringForm(responder: Responder, locale: string | undefined): Responder {
  const open: Action = {
    kind: 'button',
    id: OPEN_FORM,
    value: 'paste',
    label: wordsFor(locale).title,
    style: 'primary',
  }
  return {
    ...responder,
    reply: (card, visibility, attachment) =>
      responder.reply({ ...card, actions: [...card.actions, open] }, visibility, attachment),
  }
}
