/** The cards of the UserSig doctor: what a UserSig holds and what is wrong with it, never the value itself. */
import { type Block, bold, type Card, code, type Field, line, link, notice, type Text, text } from '../../chat/card.ts'
import type { Catalog } from '../../core/catalog/catalog.ts'
import type { Diagnosis, Finding } from '../../core/usersig/diagnose.ts'
import { sayMoment } from '../../core/usersig/time-findings.ts'
import type { Language } from '../language/language.ts'
import { showButton } from '../lookup/entry-card.ts'
import { inChinese } from './findings-zh.ts'
import { USERSIG_WORDS, type UserSigWords } from './usersig-words.ts'

const MAX_BUTTONS = 5
/** In seconds; larger numbers are not dates. */
const LAST_MOMENT = 1e11

function fieldsOf({ decoded: { fields }, expires }: Diagnosis, seconds: number, say: UserSigWords): Field[] {
  const { userId, sdkAppId, time, expire, version } = fields
  const relative = (moment: number) =>
    moment > seconds ? say.in(say.length(moment - seconds)) : say.ago(say.length(seconds - moment))
  const moment = (at: number): Text => [text(`${sayMoment(at)} (${relative(at)})`)]
  return [
    ...(userId === undefined ? [] : [{ name: say.userId, value: [userId ? code(userId) : text(say.empty)] }]),
    ...(sdkAppId === undefined ? [] : [{ name: say.app, value: [code(`${sdkAppId}`)] }]),
    ...(time === undefined || time > LAST_MOMENT ? [] : [{ name: say.issued, value: moment(time) }]),
    ...(expires === undefined ? [] : [{ name: say.expires, value: moment(expires) }]),
    ...(expire === undefined || expires === undefined
      ? []
      : [{ name: say.validFor, value: [text(say.length(expire))] }]),
    ...(version === undefined ? [] : [{ name: say.version, value: [text(version === 2 ? '2 (HMAC)' : '1 (ECDSA)')] }]),
  ]
}

function findingText({ says, codes, fix }: Finding, say: UserSigWords): Text {
  const end = say.stop.trim()
  const explains =
    codes.length > 0
      ? [text(say.explains), ...codes.flatMap((id, i) => [text(i > 0 ? say.comma : ''), code(id)]), text(end)]
      : []
  return [bold(`${says[0]?.toUpperCase()}${says.slice(1)}${end}`), ...explains, text(` ${fix}`)]
}

/**
 * @param now milliseconds since 1970
 * @param reminder the warning for a UserSig that is still valid; by default the one for chats
 */
export function userSigCard(
  diagnosis: Diagnosis,
  catalog: Catalog,
  now: number,
  { language = 'en', reminder }: { readonly language?: Language; readonly reminder?: string } = {},
): Card {
  const say = USERSIG_WORDS[language]
  const { decoded, live } = diagnosis
  const findings = language === 'zh' ? diagnosis.findings.map(inChinese) : diagnosis.findings
  const good = findings.every(({ id }) => id === 'looks-right' || id === 'verified')
  const fields = fieldsOf(diagnosis, now / 1000, say)
  const blocks: Block[] = [
    ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
    { kind: 'list', ordered: false, items: findings.map((finding) => findingText(finding, say)) },
  ]
  if (live)
    blocks.push({
      kind: 'text',
      text: [text(reminder ?? say.reminder), ...(decoded.address ? [text(` ${say.ofAdmin}`)] : [])],
    })
  const codes = [...new Set(findings.flatMap((finding) => finding.codes))]
  const entries = codes.flatMap((id) => catalog.get(id) ?? [])
  const about = catalog.link('usersig')
  return {
    tone: good ? 'success' : 'warning',
    title: say.title(findings[0]?.says ?? ''),
    summary: say.summary(findings.map(({ says }) => says)),
    blocks,
    actions: entries.slice(0, MAX_BUTTONS).map(showButton),
    ...(about ? { footer: [link(about.title, about.url)] } : {}),
  }
}

const USAGE = '/imerr usersig <value> [UserID] [SDKAppID]'

/** A public warning; it repeats no part of the value. */
export function publicUserSigCard(language: Language = 'en'): Card {
  const say = USERSIG_WORDS[language]
  return {
    tone: 'danger',
    title: say.holds,
    summary: `${say.notPlace} ${say.deleteAndAsk}`,
    blocks: [
      line(say.notPlace),
      {
        kind: 'list',
        ordered: true,
        items: [[text(say.deleteIt)], [text(say.askPrivately), code(USAGE), text(say.onlyYou)], [text(say.ifAdmin)]],
      },
    ],
    actions: [],
  }
}

/** In characters. Shorter values are too short to diagnose; most are ordinary words. */
export const MIN_VALUE_LENGTH = 24

export function noUserSigCard(language: Language): Card {
  const { noUserSig: title, looksLike } = USERSIG_WORDS[language]
  return { ...notice(title, looksLike, 'warning'), summary: `${title}.` }
}

export function userSigUsageCard(language: Language): Card {
  const say = USERSIG_WORDS[language]
  return {
    tone: 'info',
    title: say.usageTitle,
    summary: say.usage,
    blocks: [line(say.usage), { kind: 'text', text: [code(USAGE)] }, line(say.compare)],
    actions: [],
  }
}
