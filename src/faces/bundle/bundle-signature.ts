import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ReverieError } from '../../spec/errors.ts'

const kind = 'ed25519'

/** Signs a bundle's content digest with an Ed25519 private key in PEM. Throws `bad-argument` for any other key. */
export function signDigest(digest: string, privateKey: string): string {
  return sign(
    null,
    Buffer.from(digest),
    keyOf(() => createPrivateKey(privateKey), 'private'),
  ).toString('base64')
}

/** Whether a signature over the digest was made with the key's private half. Throws `bad-argument` for a key that is none. */
export function isSignedBy(digest: string, signature: string, publicKey: string): boolean {
  return verify(
    null,
    Buffer.from(digest),
    keyOf(() => createPublicKey(publicKey), 'public'),
    Buffer.from(signature, 'base64'),
  )
}

function keyOf(read: () => KeyObject, half: 'private' | 'public'): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    throw wrongKey(half, 'something else', cause)
  }
  if (key.asymmetricKeyType !== kind) throw wrongKey(half, `a key of type ${key.asymmetricKeyType ?? 'unknown'}`)
  return key
}

function wrongKey(half: 'private' | 'public', found: string, cause?: unknown): ReverieError {
  const make = 'openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out key.pub.pem'
  return new ReverieError('bad-argument', `Expected an Ed25519 ${half} key in PEM, found ${found}.`, {
    hint: `Make a pair with: ${make}`,
    ...(cause === undefined ? {} : { cause }),
  })
}
