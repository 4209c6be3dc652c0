/** response_url: five answers within half an hour, also in channels without the bot. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageProblems, refuseMessage } from '../block-kit/message-rules.ts'
import { contentOf } from '../web-api/chat-methods.ts'
import type { Failures } from '../web-api/failures.ts'
import { bodyOf, type Slack } from '../web-api/method.ts'
import { asText, isJson, isTrue, type Json, type ResponseUrl, SlackRefusal } from '../workspace/model.ts'
import { OWN } from '../workspace/posting.ts'

const MAX_USES = 5

/**
 * Applies an answer sent to a response_url or in the acknowledgement of a command.
 * @throws SlackRefusal
 */
export function answerThrough({ world, posting }: Slack, url: ResponseUrl, answer: Json) {
  const channel = world.channels.get(url.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  const original = url.original ? world.find(url.channel, url.original) : undefined
  if (isTrue(answer.delete_original)) {
    const others = Object.keys(answer).filter((key) => key !== 'delete_original')
    if (others.length > 0) world.problems.push(`response_url: delete_original beside ${others.join(', ')}`)
    if (original) posting.erase(original)
    return
  }
  world.problems.push(...messageProblems(answer, 'response_url').map((problem) => `response_url: ${problem}`))
  refuseMessage(answer, 'response_url')
  const content = contentOf(answer)
  if (isTrue(answer.replace_original) && original) {
    posting.change(original, { ...content, blocks: content.blocks ?? [] }, content.blocks === undefined)
    return
  }
  if (answer.response_type === undefined) world.problems.push('response_url: response_type is not stated')
  if (url.from === 'action' && answer.replace_original === undefined)
    world.problems.push('response_url of a button: replace_original is not stated')
  const inChannel = answer.response_type === 'in_channel'
  const threadTs = asText(answer.thread_ts)
  if (threadTs && (!inChannel || answer.replace_original !== false))
    world.problems.push('response_url in a thread needs in_channel and replace_original: false')
  const message = posting.post(channel, {
    ...OWN,
    ...content,
    ...(threadTs ? { threadTs } : url.threadTs && !inChannel ? { threadTs: url.threadTs } : {}),
    ...(inChannel ? {} : { ephemeralTo: url.user }),
  })
  if (url.from !== 'action') url.original = message.ts
}

/** `failNext` knows these calls as the method `response_url`. */
export function createResponseUrls(slack: Slack, failures: Failures) {
  const { world } = slack
  return async function handle(key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)).toString('utf8')
    const answer: unknown = JSON.parse(body)
    const entry = {
      method: 'response_url',
      args: isJson(answer) ? answer : {},
      token: undefined,
      at: world.now(),
      status: 200,
    }
    world.calls.push(entry)
    const reply = (status: number, text: string) => {
      entry.status = status
      response.writeHead(status, { 'content-type': text.startsWith('{') ? 'application/json' : 'text/html' }).end(text)
    }
    const failure = failures.take('response_url')?.kind
    if (failure === 'rate-limit') return void response.writeHead(429, { 'retry-after': '1' }).end()
    if (failure === 'unavailable') return void response.writeHead(503).end()
    const url = world.responseUrls.get(key)
    if (!url) return reply(404, '{"ok":false,"error":"invalid_url"}')
    if (world.now() > url.expires) return reply(404, '{"ok":false,"error":"expired_url"}')
    if (url.uses >= MAX_USES) {
      world.problems.push(`a response_url was used more than ${MAX_USES} times`)
      return reply(404, '{"ok":false,"error":"used_url"}')
    }
    url.uses++
    try {
      answerThrough(slack, url, entry.args)
      if (failure === 'cut') return void request.socket.destroy()
      if (failure === 'hang') return
      reply(200, 'ok')
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      world.problems.push(`response_url was refused: ${error.code} ${JSON.stringify(error.more)}`)
      reply(400, JSON.stringify({ ok: false, error: error.code, ...error.more }))
    }
  }
}
