import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYamlFile } from '../../../src/core/load/yaml-file.ts'
import { createRedactor } from '../../../src/core/redact/redact.ts'
import { redactionSchema } from '../../../src/core/redact/rules.ts'
import { DATA_FOLDER } from '../../../src/paths.ts'
import { growth, MAX_GROWTH } from '../detect/growth.ts'

const file = join(DATA_FOLDER, 'redaction.yaml')
const rules = parseYamlFile(file, readFileSync(file, 'utf8'), redactionSchema)
const { redact, secretsIn } = createRedactor(rules)

describe.each(rules.rules)('rule $name', (rule) => {
  it.each(rule.examples)('finds %j', (example) => {
    const shown = redact(`before ${example} after`)
    expect(shown).toContain(`[${rule.name}]`)
    expect(shown).toMatch(/^before .* after$/s)
    expect(secretsIn(`before ${example} after`).map((kind) => kind.name)).toEqual(
      rule.secret ? expect.arrayContaining([rule.name]) : [],
    )
  })
  it.each(rule.examples)('finds %j between terminal colours', (example) => {
    const coloured = `before \u001b[32m${example}\u001b[39m after`
    expect(redact(coloured)).toBe(redact(`before ${example} after`))
    expect(secretsIn(coloured)).toEqual(secretsIn(`before ${example} after`))
  })
  it.each(rule.spares.map((spare) => [spare]))('leaves %j unchanged', (spare) => {
    expect(redact(`before ${spare} after`)).toBe(`before ${spare} after`)
  })
})

describe('redact', () => {
  const sig = 'eJw9j8EKgkAURfd*xTDrkBl1HBVaSBQtskWlLVqJz*yhqcyohdG-Z1Yu7*VyuPdJLlZdgqa6kQRv1W8xlCLK7WzPw'
  it.each([
    [
      'in a URL',
      `https://x/v4/openim/sendmsg?usersig=${sig}&random=9&contenttype=json`,
      'https://x/v4/openim/sendmsg?usersig=[UserSig]&random=9&contenttype=json',
    ],
    ['percent-encoded', `usersig=${sig.replaceAll('*', '%2A').replaceAll('-', '%2D')}&x=1`, 'usersig=[UserSig]&x=1'],
    ['cut short', `userSig: "${sig.slice(0, 20)}`, 'userSig: "[UserSig]'],
    ['broken over two lines', `userSig: ${sig}\n${sig.slice(2)}\nlogin failed`, 'userSig: [UserSig]\nlogin failed'],
    [
      'in a URL in a URL',
      `u=x%3Fusersig%3D${sig.replaceAll('*', '%252A')}%26r%3D1`,
      'u=x%3Fusersig%3D[UserSig]%26r%3D1',
    ],
    ['in escaped JSON', `{\\"userSig\\":\\"${sig}\\"}`, '{\\"userSig\\":\\"[UserSig]\\"}'],
  ])('removes a UserSig %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected)
    expect(redact(text)).not.toContain(sig.slice(0, 20))
  })
  it('leaves codes, versions, groups and log lines readable', () => {
    const line =
      'TIM: 2022-01-20 15:37:21.806 I 25763-26170     |-channel.cpp:308  NotifyConnectResult  |error code:9508|sdk 8.9.7540|@TGS#2C5SZEAEF'
    expect(redact(line)).toBe(line)
  })
  it('reports each kind of secret once', () => {
    const key = '0123456789abcdef'.repeat(4)
    const names = (text: string) => secretsIn(text).map((kind) => kind.name)
    expect(names(`SECRETKEY = '${key}'`)).toEqual(['secret key'])
    expect(names(`curl -H "Authorization: Bearer ${sig}" -u me:hunter2`)).toEqual(['UserSig', 'login in an address'])
    expect(names('code 70001 from 203.0.113.9, phone 13800138000')).toEqual([])
  })
  it('is idempotent and never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...rules.rules.flatMap((rule) => [...rule.examples, ...rule.spares]),
        'usersig=',
        'key ',
        'Authorization: Bearer ',
        'password=',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = redact(pieces.join(''))
        expect(redact(once)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })
  it.each([
    ['eJ'],
    ['eJw9j8EKgkAURfd'],
    ['usersig='],
    ['1.'],
    ['a.'],
    ['a@'],
    ['+1 55 '],
    ['key='],
    ['-----BEGIN PRIVATE KEY-----'],
    ['f:'],
    ['authorization:'],
    ['authorization: TC3-HMAC-SHA256 '],
    ['cookie: a'],
    ['a://'],
    ['-u '],
    ['secret key '],
    ['access_token='],
    ['usersig%3D'],
    ['13800'],
    ['00:'],
    ['2001:'],
    ['version '],
    ['https://a:b'],
    ['A'],
    ['0'],
  ])(
    'takes time linear in the length of %j repeated',
    (unit) => {
      expect(growth(redact, unit)).toBeLessThanOrEqual(MAX_GROWTH)
    },
    60_000,
  )
})
