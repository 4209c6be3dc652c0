/** Downloads of people's uploads: only from Slack, within a limit, and never a sign-in page. */
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { checkedAddress } from '../../../../adapters/slack/api/files.ts'
import type { FileRef } from '../../../../src/chat/event.ts'
import { arrived, openSlack } from '../connected.ts'
import type { SlackHarness } from '../harness.ts'

describe('where the token goes', () => {
  const api = 'http://127.0.0.1:4000/api/'
  it.each(['https://files.slack.com/files-pri/T-F/x', 'https://a.slack-gov.com/x', 'http://127.0.0.1:4000/files/x'])(
    '%s',
    (url) => {
      expect(checkedAddress(url, api).href).toBe(url)
    },
  )
  it.each([
    'http://files.slack.com/x',
    'https://files.slack.com.evil.example/x',
    'https://evilslack.com/x',
    'https://files.slack.com:8443/x',
    'http://127.0.0.1:4001/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'no address',
  ])('never to %s', (url) => {
    expect(() => checkedAddress(url, api)).toThrow(expect.objectContaining({ name: 'DeliveryError' }))
  })
})

describe('files on Slack', () => {
  let harness: SlackHarness
  afterEach(() => harness.stop())

  async function uploaded(name: string, content: Uint8Array) {
    harness = await openSlack()
    await harness.say('see the log', { files: [{ name, content }] })
    const { event } = await arrived(harness, 'message')
    const [file] = event.files
    if (!file) throw new Error('no file')
    const stored = [...harness.slack.world.files.values()].at(-1)
    if (!stored) throw new Error('not stored')
    return { file, stored }
  }
  async function read(file: FileRef, most = 1_000_000): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for await (const chunk of await harness.adapter.openFile(file, harness.channel, most)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  it('returns a gzipped log unchanged', async () => {
    const { file } = await uploaded('im.log.gz', gzipSync('ErrorCode 70001'))
    expect(gunzipSync(await read(file)).toString()).toBe('ErrorCode 70001')
  })

  it('recognises the sign-in page, and still reads an HTML upload', async () => {
    const { file } = await uploaded('im.log', Buffer.from('70001'))
    for (const token of harness.slack.world.tokens.values()) token.scopes.delete('files:read')
    await expect(read(file)).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('files:read'),
    })
    await harness.stop()
    const page = await uploaded('report.html', Buffer.from('<!doctype html>70001'))
    expect((await read(page.file)).toString()).toContain('70001')
  })

  it('sends no request for a file that is too large, and stops when it is larger than its stated size', async () => {
    const { file } = await uploaded('im.log', Buffer.alloc(50_000, 'x'))
    await expect(read(file, 10_000)).rejects.toMatchObject({ reason: 'invalid' })
    expect(harness.slack.callsOf('download')).toEqual([])
    await expect(read({ ...file, size: 1 }, 10_000)).rejects.toMatchObject({ reason: 'invalid' })
  })

  it('follows redirects with the token within Slack, and nowhere else', async () => {
    const { file, stored } = await uploaded('im.log', Buffer.from('70001'))
    const other = harness.slack.say('', { files: [{ name: 'other.log', content: Buffer.from('the other') }] })
    const target = `${harness.slack.world.origin}/files-pri/T-${other.files?.[0]?.id}/other.log`
    stored.redirect = target
    expect((await read(file)).toString()).toBe('the other')
    stored.redirect = 'http://127.0.0.1:9/steal'
    await expect(read(file)).rejects.toMatchObject({ name: 'DeliveryError', reason: 'invalid' })
  })

  it('says when a file was deleted', async () => {
    const { file } = await uploaded('im.log', Buffer.from('70001'))
    harness.slack.world.files.clear()
    await expect(read(file)).rejects.toMatchObject({ reason: 'gone' })
  })
})
