import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imerr, imerrWith } from '../../support/processes/run.ts'

const DIGESTS = join(import.meta.dirname, '../../corpus/digests')
const follows = join(DIGESTS, 'follows.log')
const quiet = join(DIGESTS, 'native-no-codes.log')
let folder: string
const file = (name: string, bytes: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imerr-scan-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('imerr scan', () => {
  it('names the likely cause first, then what followed, and exits 0', async () => {
    const { code, out, err } = await imerr('scan', follows)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /5 codes[\s\S]*Likely cause[\s\S]*no network \(9508, 9512\)[\s\S]*What followed[\s\S]*6012[\s\S]*6014/,
    )
  })
  it('exits 1 for a log without codes', async () => {
    const { code, out } = await imerr('scan', quiet)
    expect(code).toBe(1)
    expect(out).toContain('no Tencent Chat error code')
  })
  it('keeps the verdict on the line of the file, however long its path', async () => {
    const deep = join(folder, 'a folder with a long name '.repeat(4), 'quiet.log')
    mkdirSync(dirname(deep))
    copyFileSync(quiet, deep)
    const one = await imerr('scan', deep)
    expect(one.out).toMatch(/^quiet\.log: no Tencent Chat error code\n/)
    const two = await imerr('scan', deep, follows)
    expect(two.out).toContain(`==> ${deep} <==\nquiet.log: no Tencent Chat error code\n`)
    expect(two.out).toContain(`\n==> ${follows} <==\nfollows.log: 5 codes`)
  })
  it('reads standard input', async () => {
    const { code, out } = await imerrWith(readFileSync(follows, 'utf8'), 'scan', '-')
    expect(code).toBe(0)
    expect(out).toMatch(/^standard input: 5 codes/)
  })
  it('prints JSON, one digest a file', async () => {
    const { code, out } = await imerr('scan', '--json', follows, quiet)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject([
      { file: follows, lines: 6, causes: [{ codes: ['9508', '9512'] }, {}, {}] },
      { codes: [] },
    ])
  })
  it('names what cannot be read and still reads the others', async () => {
    const { code, out, err } = await imerr('scan', join(folder, 'nowhere.log'), folder, follows)
    expect(code).toBe(2)
    expect(err).toMatch(/nowhere\.log: there is no such file\n.*: that is a folder/)
    expect(err).not.toMatch(/\n\s+at /)
    expect(out).toContain('5 codes')
  })
  it.skipIf(process.getuid?.() === 0)('says that a log may not be read (root may read everything)', async () => {
    const path = file('secret.log', 'x')
    chmodSync(path, 0)
    const { code, err } = await imerr('scan', path)
    expect({ code, err }).toEqual({ code: 2, err: `imerr: ${path}: no permission to read it\n` })
  })
  it('reads packed logs, and of a broken one what could be unpacked', async () => {
    const packed = gzipSync(
      readFileSync(follows, 'utf8').repeat(200) + Array.from({ length: 9000 }, (_, i) => `${i * i}\n`).join(''),
    )
    const whole = await imerr('scan', file('whole.log.gz', packed))
    expect(whole.code).toBe(0)
    const cut = await imerr('scan', '--json', file('cut.log.gz', packed.subarray(0, packed.length - 4000)))
    expect(cut.code).toBe(2)
    expect(cut.err).toContain('the gzip data end too early')
    expect(JSON.parse(cut.out)).toMatchObject([
      { truncated: true, codes: [{ code: '9508', count: 200 }, {}, {}, {}, {}] },
    ])
    packed.fill(0x55, packed.length - 4000, packed.length - 2000)
    const damaged = await imerr('scan', file('damaged.log.gz', packed))
    expect(damaged.code).toBe(2)
    expect(damaged.err).toContain('the gzip data are damaged')
  })
  it('reads a large file with two threads as one thread reads a stream: secrets found and never shown, no progress', async () => {
    const secret = readFileSync(join(DIGESTS, 'secrets.log'), 'utf8')
    const quarter = readFileSync(quiet, 'utf8').repeat(15_000)
    const mixed = readFileSync(follows, 'utf8')
    const log = `${quarter}${mixed}${quarter}${secret}${quarter}${mixed}${quarter}`
    const { code, out, err } = await imerr('scan', '--json', file('large.log', log))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [{ file: _path, ...digest }] = JSON.parse(out)
    expect([...digest.secrets].sort()).toEqual(['UserSig', 'secret key', 'webhook address'])
    expect(out).not.toMatch(/eJyrVg|0123456789abcdef/)
    const streamed = await imerrWith(log, 'scan', '--json', '-')
    expect(JSON.parse(streamed.out)).toEqual([{ file: '-', ...digest }])
  })
  it('says how to use it', async () => {
    const { code, err } = await imerr('scan')
    expect(code).toBe(2)
    expect(err).toContain('imerr scan app.log')
  })
})

describe('imerr scan --jsonl', () => {
  it('answers line for line, and names a bad line without losing the others', async () => {
    const lines = [
      '{"id":"a","text":"IMSDK login failed, code: 6206"}',
      'no json',
      '{"id":"b","text":"port 10010"}',
      '{"id":"c"}',
    ]
    const { code, out, err } = await imerrWith(`${lines.join('\n')}\n`, 'scan', '--jsonl')
    expect(out).toBe('{"id":"a","codes":["6206"]}\n{"id":"b","codes":[]}\n')
    expect(err).toMatch(/line 2: not JSON; .*\n.*line 4: "text" has/)
    expect(code).toBe(2)
  })
})
