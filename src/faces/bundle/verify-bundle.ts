import { createHash } from 'node:crypto'
import { type BundleEnd, endLine } from './bundle-format.ts'
import type { BundleLimits } from './bundle-limits.ts'
import { bundleLines } from './bundle-lines.ts'
import { bundleRefused } from './bundle-refused.ts'
import { isSignedBy } from './bundle-signature.ts'
import { parseLine } from './parse-line.ts'

/** What a bundle must prove before anything in it is parsed. */
export interface BundleTrust {
  /** Ed25519 public key in PEM: unsigned bundles, and those signed by another key, are refused. */
  readonly verify?: string
  /** `sha256:` and 64 hexadecimal digits, as `export` printed it. */
  readonly digest?: string
}

/** Compares a bundle's content with the digest it ends in, with the digest pinned and with the signature wanted. Parses its last line alone. */
export async function verifyBundle(bundle: Uint8Array, limits: BundleLimits, trust: BundleTrust): Promise<BundleEnd> {
  const content = createHash('sha256')
  let last: Buffer | null = null
  for await (const line of bundleLines(bundle, limits)) {
    if (last !== null) content.update(last).update('\n')
    last = line
  }
  if (last === null) throw bundleRefused('it is empty')
  const digest = `sha256:${content.digest('hex')}`
  if (trust.digest !== undefined && trust.digest !== digest) throw otherDigest(digest, trust.digest)
  const end = endOf(last)
  if (end.digest !== digest) throw bundleRefused('its content is not what its digest says')
  if (trust.verify === undefined) return end
  if (end.signature === null) throw bundleRefused('it is not signed', 'Export it with --sign and the private key.')
  if (!isSignedBy(digest, end.signature, trust.verify)) throw bundleRefused('it is not signed with the key given')
  return end
}

function endOf(last: Buffer): BundleEnd {
  try {
    return parseLine(endLine, last, 'the last line')
  } catch (cause) {
    throw bundleRefused('it is cut off, or no bundle: its last line is not the end of one', undefined, cause)
  }
}

function otherDigest(found: string, wanted: string) {
  return bundleRefused(`expected ${wanted}, found ${found}`, 'The digest pinned is that of another bundle, or this one was changed.')
}
