/** Asking by the paste form and by the App Home. */
import { afterEach, describe, expect, it } from 'vitest'
import { ALICE } from '../../../platforms/slack/workspace/model.ts'
import { arrived, card, openSlack, settle, stopCleanly, within } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

let harness: SlackHarness
afterEach(() => stopCleanly(harness))
const homeOf = (person: string) => {
  const view = harness.slack.homeOf(person)
  if (!view) throw new Error('no home')
  return view
}
const modalOf = (person: string) => {
  const view = harness.slack.viewsOf(person).at(-1)
  if (!view) throw new Error('no modal')
  return view
}

describe('asking on Slack', () => {
  it('opens the form by the shortcut, and answers in the modal', async () => {
    harness = await openSlack()
    await harness.slack.globalShortcut('paste_log')
    const form = await within(() => modalOf(ALICE))
    harness.onNext(async ({ responder }) => void (await responder?.reply(card('In the form'))))
    await harness.slack.submit(form, { paste_text: '  ErrorCode 70001\nand more  ' })
    const { event } = await arrived(harness, 'command')
    expect(event).toMatchObject({ command: 'imerr', intent: 'explain', text: 'ErrorCode 70001\nand more' })
    await within(() => expect(JSON.stringify(modalOf(ALICE).content)).toContain('Body of In the form'))
  })

  it('answers directly when the form was closed meanwhile', async () => {
    harness = await openSlack()
    await harness.slack.globalShortcut('paste_log')
    const form = await within(() => modalOf(ALICE))
    harness.onNext(async ({ responder }) => {
      harness.slack.world.views.clear()
      await responder?.reply(card('Later'))
    })
    await harness.slack.submit(form, { paste_text: '70001' })
    await within(async () => expect((await harness.privately(ALICE))[0]?.text).toContain('Later'))
  })

  it('shows an error in an empty form', async () => {
    harness = await openSlack()
    await harness.slack.globalShortcut('paste_log')
    const form = await within(() => modalOf(ALICE))
    const receipt = await harness.slack.submit(form, { paste_text: '   ' })
    expect(JSON.stringify(receipt.answer)).toContain('errors')
    expect(harness.received).toEqual([])
  })

  it('opens the form by a button', async () => {
    harness = await openSlack()
    const open = { kind: 'button', id: 'form.open', value: 'paste', label: 'Explain a log' } as const
    const posted = await harness.adapter.post(harness.channel, card('Home', { actions: [open] }))
    await harness.press(posted.id, { id: 'form.open', value: 'paste' })
    await within(() => expect(JSON.stringify(modalOf(ALICE).content)).toContain('Paste it here'))
    expect(harness.received).toEqual([])
  })

  it('shows the App Home with a search whose choice opens the answer', async () => {
    harness = await openSlack()
    await harness.slack.openHome(ALICE, 'messages')
    await settle()
    expect(harness.slack.homeOf(ALICE)).toBeUndefined()
    await harness.slack.openHome(ALICE)
    const home = await within(() => homeOf(ALICE))
    const found = await harness.slack.suggest(home, 'search_codes', '100')
    const [option] = (found?.options ?? []) as { value: string }[]
    expect(option?.value).toBe('10010')
    harness.onNext(async ({ responder }) => void (await responder?.reply(card('Found'))))
    await harness.slack.choose(home, 'search_codes', { selected_option: option })
    expect((await arrived(harness, 'action')).event).toMatchObject({ action: 'lookup.show', value: '10010' })
    await within(() => expect(JSON.stringify(modalOf(ALICE).content)).toContain('Body of Found'))
  })
})
