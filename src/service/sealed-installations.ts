/** Encrypts workspaces' sign-ins before they reach storage: a copied database does not give access to a workspace. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Installations } from '../storage/contract.ts'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const VERSION = 'v1'

/** The stored value cannot be decrypted: the key was changed, or the value was tampered with. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/**
 * @param key 64 hex digits.
 * @param label authenticated with the value, so that one workspace's sign-in cannot replace another's.
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

/** One platform's sign-ins, sealed in storage and in clear text for its adapter. @param key 64 hex digits */
export function createSealedInstallations(
  installations: Installations,
  platform: string,
  key: string,
  now: () => number,
) {
  const label = (name: string) => `${platform}/${name}`
  return {
    save: (name: string, value: string): Promise<void> =>
      installations.save(platform, name, seal(key, label(name), value), now()),
    /** @throws SealError when it was saved with another key */
    async get(name: string): Promise<string | undefined> {
      const sealed = await installations.get(platform, name)
      return sealed === undefined ? undefined : unseal(key, label(name), sealed)
    },
    delete: (name: string): Promise<void> => installations.delete(platform, name),
  }
}
