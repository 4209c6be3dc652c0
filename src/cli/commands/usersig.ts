/** `imerr usersig`: opens a UserSig offline. */
import { readFile } from 'node:fs/promises'
import { renderPlain } from '../../chat/plain.ts'
import { decodeUserSig } from '../../core/usersig/decode-usersig.ts'
import { diagnoseDecoded } from '../../core/usersig/diagnose.ts'
import { isSecretKey, verifyUserSig } from '../../core/usersig/verify.ts'
import { MIN_VALUE_LENGTH, noUserSigCard, userSigCard } from '../../features/usersig/usersig-card.ts'
import { awaitTyped, type Command, EXIT, type Invocation, UsageError, whyUnreadable } from '../command.ts'

const USAGE = 'imerr usersig SIG|- [USERID] [SDKAPPID] [--key-file FILE]'
/** No UserSig is longer. */
const MAX_INPUT = 64 * 1024
const REMINDER =
  'Until it expires this UserSig is a password: whoever has it logs in as that user. Keep it out of files and of the shell history: give - and paste it.'

async function readInput(input: NodeJS.ReadableStream): Promise<string> {
  let read = ''
  for await (const piece of input) {
    read += String(piece)
    if (read.length > MAX_INPUT) throw new UsageError('standard input holds more than a UserSig')
  }
  return read
}

/** The key from a file or the environment: an argument would be seen by every process. */
async function secretKey({ keyFile, userSigKey }: Invocation): Promise<string | undefined> {
  let key = userSigKey
  if (keyFile !== undefined) {
    try {
      key = await readFile(keyFile, 'utf8')
    } catch (error) {
      throw new UsageError(
        `--key-file ${keyFile}: ${whyUnreadable(error)}. It has to hold the secret key from the console and nothing else`,
        { cause: error },
      )
    }
  }
  if (key === undefined || (keyFile === undefined && key.trim() === '')) return undefined
  if (isSecretKey(key.trim())) return key.trim()
  const from = keyFile === undefined ? 'IMERR_USERSIG_KEY' : `--key-file ${keyFile}`
  throw new UsageError(`${from}: no secret key in it; the console shows one of 64 hex digits`)
}

/**
 * `imerr usersig`: what a UserSig holds and what is wrong with it; with the key, whether it was signed with that. The
 * value is not printed. Exit code 1 when something is wrong.
 */
export const userSig: Command = async (invocation) => {
  const { words, json, input, out, width, color, language, knowledge } = invocation
  const [given, userId, appId, ...more] = words
  if (given === undefined || more.length > 0) throw new UsageError(`write: ${USAGE}`)
  if (appId !== undefined && !/^\d{1,15}$/.test(appId))
    throw new UsageError(`SDKAPPID '${appId}': write a number such as 1400000001`)
  const key = await secretKey(invocation)
  if (given === '-') awaitTyped(invocation, 'the UserSig')
  const value = given === '-' ? await readInput(input) : given
  const decoded = decodeUserSig(value)
  const now = invocation.now()
  const used = {
    ...(userId === undefined ? {} : { userId }),
    ...(appId === undefined ? {} : { sdkAppId: Number(appId) }),
    ...(key === undefined ? {} : { verdict: verifyUserSig(decoded, key) }),
  }
  const diagnosis = diagnoseDecoded(decoded, used, now)
  if (json) {
    const { signature: _, ...fields } = decoded.fields
    const { state } = decoded
    const { findings, live, expires } = diagnosis
    out(`${JSON.stringify({ state, fields, expires: expires ?? null, live, findings }, null, 2)}\n`)
  } else if (decoded.state === 'other' && value.trim().length < MIN_VALUE_LENGTH) {
    out(renderPlain(noUserSigCard(language), { width, color }))
  } else {
    const { catalog } = await knowledge()
    out(
      renderPlain(userSigCard(diagnosis, catalog, now, language === 'zh' ? { language } : { reminder: REMINDER }), {
        width,
        color,
      }),
    )
  }
  const good = diagnosis.findings.every(({ id }) => id === 'looks-right' || id === 'verified')
  return good ? EXIT.answered : EXIT.notFound
}
