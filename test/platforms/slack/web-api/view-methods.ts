/** views.*: modals and the App Home. */
import { viewErrors } from '../block-kit/block-kit.ts'
import { escapingErrors, pingsIn, textsIn } from '../block-kit/mrkdwn.ts'
import { asList, asText, type Json, type OpenView, SlackRefusal } from '../workspace/model.ts'
import { viewJson } from '../workspace/payloads.ts'
import type { World } from '../workspace/world.ts'
import type { Asked, Method } from './method.ts'

const MAX_STACK_DEPTH = 3

/** Records problems. @throws SlackRefusal for an invalid view */
export function judgeView(world: World, view: Json, type: 'modal' | 'home') {
  if (view.type !== type)
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: ['wrong type'] } })
  const messages = viewErrors(view)
  if (messages.length > 0) throw new SlackRefusal('invalid_arguments', { response_metadata: { messages } })
  for (const found of textsIn(view.blocks)) {
    if (found.kind !== 'mrkdwn') continue
    world.problems.push(...escapingErrors(found.text).map((error) => `view: ${error}`))
    if (pingsIn(found.text).some((ping) => /^(channel|here|everyone)$/.test(ping)))
      world.problems.push('view: a mention')
  }
}

/** Gives blocks without an id one, as Slack does. */
const kept = (world: World, view: Json): Json => ({
  ...view,
  blocks: asList(view.blocks).map((block) => ({ block_id: world.fresh('b'), ...block })),
})

export function openView(world: World, user: string, content: Json, above?: OpenView): OpenView {
  judgeView(world, content, 'modal')
  const id = world.fresh('V')
  const below = above ? { previousId: above.id } : {}
  const hash = world.fresh('h')
  const view: OpenView = {
    id,
    user,
    type: 'modal',
    content: kept(world, content),
    hash,
    rootId: above?.rootId ?? id,
    ...below,
  }
  if ([...world.views.values()].filter((other) => other.rootId === view.rootId).length >= MAX_STACK_DEPTH)
    throw new SlackRefusal('push_limit_reached')
  world.views.set(id, view)
  return view
}

export function changeView(world: World, view: OpenView, content: Json) {
  judgeView(world, content, view.type)
  view.content = kept(world, content)
  view.hash = world.fresh('h')
}

/** Uses up a trigger_id, valid once for three seconds. @returns whose it is */
function spend({ world, args }: Asked): string {
  const trigger = world.triggers.get(asText(args.trigger_id))
  const refuse = (code: string) => {
    world.problems.push(`a view was opened with a trigger_id that is ${code}`)
    return new SlackRefusal(code)
  }
  if (!trigger) throw refuse('invalid_trigger_id')
  if (trigger.used) throw refuse('exchanged_trigger_id')
  if (world.now() > trigger.expires) throw refuse('expired_trigger_id')
  trigger.used = true
  return trigger.user
}

const viewOf = (args: Json): Json => (args.view ?? {}) as Json

export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': {
    token: 'bot',
    run: (asked) => ({ view: viewJson(asked.world, openView(asked.world, spend(asked), viewOf(asked.args))) }),
  },
  'views.push': {
    token: 'bot',
    run(asked) {
      const user = spend(asked)
      const top = [...asked.world.views.values()].filter((view) => view.user === user).at(-1)
      if (!top) throw new SlackRefusal('not_found')
      return { view: viewJson(asked.world, openView(asked.world, user, viewOf(asked.args), top)) }
    },
  },
  'views.update': {
    token: 'bot',
    run({ world, args }) {
      const view = world.views.get(asText(args.view_id))
      if (!view) throw new SlackRefusal('not_found')
      if (args.hash !== undefined && args.hash !== view.hash) throw new SlackRefusal('hash_conflict')
      changeView(world, view, viewOf(args))
      return { view: viewJson(world, view) }
    },
  },
  'views.publish': {
    token: 'bot',
    run({ world, args }) {
      const user = asText(args.user_id)
      if (!world.users.has(user)) throw new SlackRefusal('invalid_arguments')
      const before = world.homes.get(user)
      if (args.hash !== undefined && before && args.hash !== before.hash) throw new SlackRefusal('hash_conflict')
      const content = viewOf(args)
      judgeView(world, content, 'home')
      const id = before?.id ?? world.fresh('V')
      const home: OpenView = {
        id,
        user,
        type: 'home',
        content: kept(world, content),
        hash: world.fresh('h'),
        rootId: id,
      }
      world.homes.set(user, home)
      return { view: viewJson(world, home) }
    },
  },
}
