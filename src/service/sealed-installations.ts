/** Sign-ins of workspaces, encrypted before they reach storage: a copied database opens no workspace. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Installations } from '../storage/contract.ts'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const VERSION = 'v1'

/** The stored value cannot be read with this key: the key was changed, or the value was tampered with. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/**
 * @param key 64 hex digits.
 * @param label bound to the value, so that one workspace's sign-in cannot be put in another's place.
 */
export function seal(key: string, label: string, value: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, Buffer.from(key, 'hex'), iv)
  cipher.setAAD(Buffer.from(label))
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** @throws SealError */
export function unseal(key: string, label: string, sealed: string): string {
  const bytes = Buffer.from(sealed.replace(`${VERSION}.`, ''), 'base64url')
  try {
    const decipher = createDecipheriv(CIPHER, Buffer.from(key, 'hex'), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(label))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new SealError(
      `The stored sign-in ${label} cannot be read: IMERR_ENCRYPTION_KEY is not the one it was saved with. ` +
        'Set the old key, or install the app to that workspace again.',
      { cause: error },
    )
  }
}

export interface SealedInstallations {
  save(key: string, value: string): Promise<void>
  /** @throws SealError when it was saved with another key. */
  get(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
}

/** One platform's sign-ins, in the clear for its adapter. */
export function createSealedInstallations(
  installations: Installations,
  platform: string,
  key: string,
  now: () => number,
): SealedInstallations {
  const label = (name: string) => `${platform}/${name}`
  return {
    save: (name, value) => installations.save(platform, name, seal(key, label(name), value), now()),
    async get(name) {
      const sealed = await installations.get(platform, name)
      return sealed === undefined ? undefined : unseal(key, label(name), sealed)
    },
    delete: (name) => installations.delete(platform, name),
  }
}
