import { describe, expect, it } from 'vitest'
import { createSealedInstallations, SealError, seal, unseal } from '../../src/service/sealed-installations.ts'
import { openStorage } from '../../src/storage/open.ts'

const KEY = '00112233445566778899aabbccddeeff'.repeat(2)
const OTHER = `f${KEY.slice(1)}`
const SECRET = '{"bot":{"token":"xoxb-1-秘密"}}'

describe('sealed installations', () => {
  it('come back as they were, and never look the same twice', () => {
    const sealed = seal(KEY, 'slack/T1', SECRET)
    expect(unseal(KEY, 'slack/T1', sealed)).toBe(SECRET)
    expect(sealed).not.toContain('xoxb')
    expect(seal(KEY, 'slack/T1', SECRET)).not.toBe(sealed)
  })
  it.each([
    ['another key', OTHER, 'slack/T1', (sealed: string) => sealed],
    ["another workspace's place", KEY, 'slack/T2', (sealed: string) => sealed],
    [
      'a changed byte',
      KEY,
      'slack/T1',
      (sealed: string) => `${sealed.slice(0, 30)}${sealed[30] === 'A' ? 'B' : 'A'}${sealed.slice(31)}`,
    ],
    ['a cut', KEY, 'slack/T1', (sealed: string) => sealed.slice(0, 20)],
  ])('are refused with %s', (_what, key, label, change) => {
    expect(() => unseal(key, label, change(seal(KEY, 'slack/T1', SECRET)))).toThrow(SealError)
  })
  it('are kept in storage encrypted, and deleted for good', async () => {
    const storage = await openStorage({ file: ':memory:' })
    const store = createSealedInstallations(storage.installations, 'slack', KEY, () => 1)
    await store.save('T1', SECRET)
    expect(await storage.installations.get('slack', 'T1')).not.toContain('xoxb')
    expect(await store.get('T1')).toBe(SECRET)
    await expect(createSealedInstallations(storage.installations, 'slack', OTHER, () => 1).get('T1')).rejects.toThrow(
      /IMERR_ENCRYPTION_KEY/,
    )
    await store.delete('T1')
    expect(await store.get('T1')).toBeUndefined()
    await storage.close()
  })
})
