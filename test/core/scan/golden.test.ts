/** Every log of test/corpus/digests and its digest. After an intended change: `npx vitest run test/core/scan -u`, then review the diff. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { unpacked } from '../../../src/core/scan/bytes/unpacked.ts'
import { createScan } from '../../../src/core/scan/scan.ts'
import { knowledge } from '../../support/knowledge.ts'
import { DIGESTS, logOf, MADE } from './made-logs.ts'

const written = readdirSync(DIGESTS)
  .filter((file) => file.endsWith('.log'))
  .map((file) => file.slice(0, -'.log'.length))
const logs = [...written.map((name) => [name, logOf(name)] as const), ...Object.entries(MADE)]

async function digestOf(bytes: Uint8Array) {
  const scan = createScan(knowledge)
  for await (const piece of unpacked([bytes])) scan.push(piece)
  return scan.end()
}

/** Titles come from the catalog, not from the scan. */
const golden = (digest: Awaited<ReturnType<typeof digestOf>>) =>
  stringify(
    { ...digest, codes: digest.codes.map(({ title: _title, ...rest }) => rest) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )

describe('golden digests', () => {
  it('are at least 30', () => expect(logs.length).toBeGreaterThanOrEqual(30))
  it.each(logs)('%s', async (name, bytes) => {
    await expect(golden(await digestOf(bytes))).toMatchFileSnapshot(join(DIGESTS, `${name}.yaml`))
  })
  it('have no digest without a log', () => {
    const names = new Set(logs.map(([name]) => name))
    const orphans = readdirSync(DIGESTS).filter((file) => file.endsWith('.yaml') && !names.has(file.slice(0, -5)))
    expect(orphans).toEqual([])
  })
})
