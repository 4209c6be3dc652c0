/** Logs whose bytes an editor would damage: other encodings, packed, truncated, without line ends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const DIGESTS = join(import.meta.dirname, '../../corpus/digests')
export const logOf = (name: string): Buffer => readFileSync(join(DIGESTS, `${name}.log`))

const native = logOf('native-6.x')
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(native.toString('utf8'), 'utf16le')])
/** "登录失败" and "错误" in GB 18030, as Chinese Windows programs write them. */
const GBK = {
  loginFailed: Buffer.from([0xb5, 0xc7, 0xc2, 0xbc, 0xca, 0xa7, 0xb0, 0xdc]),
  error: Buffer.from([0xb4, 0xed, 0xce, 0xf3]),
}
const fill = (length: number) => 'x10010 '.repeat(Math.ceil(length / 7)).slice(0, length)
const item = (code: number) => `{"To_Account":"u${code}","ResultCode":${code},"ResultInfo":""}`
const swapBytes = (bytes: Buffer) => Buffer.from(bytes).swap16()

export const MADE: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  'only-newlines': Buffer.from('\n\n\n'),
  crlf: Buffer.from(native.toString('utf8').replaceAll('\n', '\r\n')),
  'utf-8-bom': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), native]),
  'utf-16-le': utf16,
  'utf-16-be': swapBytes(utf16),
  gbk: Buffer.concat([
    Buffer.from('2022-01-02 03:04:05 IMSDK '),
    GBK.loginFailed,
    Buffer.from(' code: 6206, desc: '),
    GBK.error,
    Buffer.from('\r\n'),
  ]),
  binary: Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff)),
  'binary-around': Buffer.concat([Buffer.from([0, 1, 2, 0xff, 0xfe, 0x0a]), native, Buffer.from([0x80, 0x81, 0])]),
  gzip: gzipSync(native),
  'gzip-members': Buffer.concat([gzipSync(native), gzipSync(logOf('follows'))]),
  'long-line': Buffer.from(
    `2022-01-02 03:04:05 ${fill(200_000)} IMSDK login failed, error code: 6012 ${fill(200_000)}\n`,
  ),
  'long-batch': Buffer.from(
    `{"ActionStatus":"OK","ErrorCode":0,"ResultItem":[${Array.from({ length: 3000 }, (_, i) => item(i % 1000 === 999 ? 30003 : 0))}]}\n`,
  ),
}
