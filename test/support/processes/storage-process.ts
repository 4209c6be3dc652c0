/** Opens a storage in its own process and does one job many times, for tests of concurrent processes. */
import { openStorage, type StorageOptions } from '../../../src/storage/open.ts'

const [options = '{}', job = '', count = '0'] = process.argv.slice(2)
const storage = await openStorage(JSON.parse(options) as StorageOptions)
const won: string[] = []
const owner = String(process.pid)
for (let i = 0; i < Number(count); i++) {
  if (job === 'claim') {
    const claim = await storage.claims.take([`event-${i}`, `message-${i}`], i, 60_000)
    if (claim) won.push(String(i))
  } else if (job === 'incident') {
    const scope = { platform: 'test', workspace: 'team' }
    const opened = await storage.incidents.open(
      { scope, key: `k${i}`, codes: ['1'], since: 0, detail: {}, at: i },
      { event: 'opened', at: i },
    )
    if (opened.created) won.push(String(i))
  } else if (await storage.leases.acquire(`job-${i}`, owner, 0, 1000)) won.push(String(i))
}
await storage.close()
process.stdout.write(JSON.stringify(won))
