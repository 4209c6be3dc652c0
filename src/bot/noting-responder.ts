import type { Responder } from '../chat/adapter.ts'

/** Wraps a responder to note whether it answered: a failure after that must not produce a second answer. */
export function notingResponder(responder: Responder | undefined): {
  responder: Responder | undefined
  answered: () => boolean
} {
  let answered = false
  if (!responder) return { responder, answered: () => false }
  const note =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await call(...args)
      answered = true
      return result
    }
  return {
    responder: {
      reply: note((...args: Parameters<Responder['reply']>) => responder.reply(...args)),
      update: note((...args: Parameters<Responder['update']>) => responder.update(...args)),
      dismiss: note(() => responder.dismiss()),
    },
    answered: () => answered,
  }
}
