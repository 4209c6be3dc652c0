/** Renders cards as modals and as the App Home, and the paste form. */
import type { Card } from '../../../src/chat/card.ts'
import { PASTE_FORM } from '../../../src/chat/command.ts'
import { LIMITS } from '../limits.ts'
import { anonymous, plain, renderActions, renderFooter, renderTitle, type SlackBlock } from './card.ts'
import { renderBody } from './card-body.ts'
import { cut } from './graphemes.ts'
import { createBudget, type NameOf } from './rich-text.ts'

/** The ids by which Slack reports what people do in a view. */
export const VIEWS = {
  form: 'paste_form',
  answer: 'paste_answer',
  home: 'home',
  pasteBlock: 'paste',
  pasteInput: 'paste_text',
  search: 'search_codes',
} as const

function blocksOf(card: Card, nameOf: NameOf): SlackBlock[] {
  const title = renderTitle(card)
  const blocks = [
    ...(title ? [title] : []),
    ...renderBody(card.blocks, createBudget(LIMITS.viewBody), LIMITS.bodyBlocks, nameOf),
    ...renderFooter(card.footer, nameOf),
    ...renderActions(card.actions),
  ]
  // Slack refuses an empty view.
  return blocks.length > 0 ? blocks : [renderTitle({ ...card, title: card.summary }) ?? fallbackTitle]
}

const fallbackTitle: SlackBlock = { type: 'header', text: plain('imerr') }

const searchBlock = {
  type: 'section',
  block_id: 'search',
  text: { type: 'mrkdwn', text: 'Look up a code, an SDK constant or words:', verbatim: true },
  accessory: {
    type: 'external_select',
    action_id: VIEWS.search,
    placeholder: plain('10010, kicked offline, ...'),
    min_query_length: 1,
  },
} as const

/** The App Home: the search, then the card. */
export const renderHome = (card: Card, nameOf: NameOf = anonymous) => ({
  type: 'home' as const,
  callback_id: VIEWS.home,
  blocks: [searchBlock, ...blocksOf(card, nameOf)],
})

export const renderModal = (card: Card, nameOf: NameOf = anonymous) => ({
  type: 'modal' as const,
  callback_id: VIEWS.answer,
  title: plain(cut('imerr', LIMITS.modalTitle)),
  close: plain('Close'),
  blocks: blocksOf(card, nameOf),
})

/** Shown between submission and answer. */
export const waitingModal = () =>
  renderModal({ tone: 'info', title: 'Reading your text', summary: '', blocks: [], actions: [] })

export const pasteForm = () => ({
  type: 'modal' as const,
  callback_id: VIEWS.form,
  title: plain(cut(PASTE_FORM.title, LIMITS.modalTitle)),
  submit: plain(cut(PASTE_FORM.submit, LIMITS.modalTitle)),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'input' as const,
      block_id: VIEWS.pasteBlock,
      label: plain(PASTE_FORM.label),
      element: {
        type: 'plain_text_input' as const,
        action_id: VIEWS.pasteInput,
        multiline: true,
        max_length: LIMITS.input,
        placeholder: plain(cut(PASTE_FORM.placeholder, LIMITS.placeholder)),
      },
    },
  ],
})
