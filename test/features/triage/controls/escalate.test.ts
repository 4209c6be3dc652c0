import { beforeEach, expect, it } from 'vitest'
import { UserError } from '../../../../src/chat/adapter.ts'
import { createIncidentButtons } from '../../../../src/features/triage/controls/incident-buttons.ts'
import { DEFAULT_PARAMETERS } from '../../../../src/features/triage/parameters.ts'
import { createTriage } from '../../../../src/features/triage/triage.ts'
import { textOf } from '../../../platforms/memory/local-platform.ts'
import { knowledge } from '../../../support/knowledge.ts'
import { BEN, MINUTE, ONCALL, openStage, type Stage } from '../stage.ts'

const draft = { tone: 'info', title: 'Ticket', summary: 'A ticket.', blocks: [], actions: [] } as const
let stage: Stage
let refusal: Error | undefined
beforeEach(async () => {
  stage = await openStage()
  refusal = undefined
})

/** Sets up the button's handler with its own triage and a ticket from the test. */
async function openIncident() {
  const { storage, adapter, clock } = stage
  const fail = (error: unknown) => {
    throw error
  }
  const triage = createTriage({
    storage,
    knowledge,
    parameters: DEFAULT_PARAMETERS,
    adapterOf: () => adapter,
    now: () => clock.now,
    runbookBlocks: async () => [{ kind: 'text', text: [{ kind: 'text', text: 'Call Ada first.' }] }],
    annotationCard: async () => draft,
    settingsOf: async () => ({ language: 'en', mode: 'auto' }),
    onUndelivered: fail,
    onFailure: fail,
  })
  await stage.crowd('70001', 9)
  await triage.tick(clock.now)
  const ticketFor = async () => {
    if (refusal) throw refusal
    return draft
  }
  const buttons = createIncidentButtons({
    incidents: storage.incidents,
    triage,
    ticketFor,
    now: () => clock.now,
    teamOnly: async () => {},
  })
  const message = stage.live()[0]?.ref
  const replies: string[] = []
  const responder = {
    reply: async (card: { title: string }) => void replies.push(card.title),
    update: async (card: Parameters<typeof adapter.edit>[1]) => message && adapter.edit(message, card),
    dismiss: async () => {},
  }
  const [incident] = await stage.incidents()
  const press = () =>
    buttons['incident.escalate'](
      {
        kind: 'action',
        id: 'a1',
        at: clock.now,
        by: BEN,
        action: 'incident.escalate',
        value: `${incident?.id}`,
        ...(message ? { message, conversation: message.conversation } : { conversation: ONCALL }),
      },
      { ...responder, reply: async (card) => responder.reply(card).then(() => undefined) },
    )
  return { press, replies, id: incident?.id ?? 0 }
}

it('drafts the ticket in the thread, and says who escalated', async () => {
  const { press, id } = await openIncident()
  await press()
  expect(stage.thread().map(({ text }) => text.split('\n')[0])).toEqual([`Incident ${id}`, 'Ticket'])
  expect(textOf(stage.live()[0]?.card ?? draft)).toMatch(/Escalated: 09:00 UTC by Ben/)
  expect((await stage.storage.incidents.history(id)).map(({ event }) => event)).toEqual(['opened', 'escalated'])
})

it('replies with the draft when the incident has no thread', async () => {
  await stage.storage.settings.set({ ...ONCALL, channel: 'support' }, {}, { by: BEN, at: stage.clock.now + MINUTE }, 1)
  const { press, replies } = await openIncident()
  expect(stage.live()).toEqual([])
  await press()
  expect(replies).toEqual(['Ticket'])
})

it('changes nothing when the draft fails', async () => {
  const { press, id } = await openIncident()
  refusal = new UserError('no ticket')
  await expect(press()).rejects.toThrow('no ticket')
  expect(await stage.storage.incidents.history(id)).toHaveLength(1)
  expect(stage.thread()).toEqual([])
})

it("shows the team's note on the live card", async () => {
  await openIncident()
  expect(textOf(stage.live()[0]?.card ?? draft)).toContain('Call Ada first.')
})
