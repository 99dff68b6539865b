import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { ReverieError } from '../../spec/errors.ts'
import { type BundleHeader, type BundleItem, bundleFormat, bundleVersion, headerLine, itemLine } from './bundle-format.ts'
import { type BundleLimits, defaultBundleLimits } from './bundle-limits.ts'
import { signDigest } from './bundle-signature.ts'

/** A bundle as it is written: gzip, in parts of which each is a gzip file of its own. */
export interface WrittenBundle {
  readonly parts: readonly Uint8Array[]
  readonly bytes: number
  /** `sha256:` and the content's digest: what an import may pin. */
  readonly digest: string
  readonly signed: boolean
  readonly counts: BundleHeader['counts']
}

export interface BundleWriter {
  /** False where the item is nothing that a bundle may hold (control characters, too long): it is left out. */
  add(item: BundleItem): Promise<boolean>
  finish(header: Omit<BundleHeader, 'format' | 'version' | 'counts'>, privateKey?: string): Promise<WrittenBundle>
}

const compress = promisify(gzip)
const expand = promisify(gunzip)
/** Characters that are packed together. */
const together = 1_000_000

/**
 * Writes a bundle item by item, packed as it grows. Every item passes the schema that a reader holds it to. Throws
 * `bad-argument` once it is larger than what a reader takes by default.
 */
export function createBundleWriter(limits: BundleLimits = defaultBundleLimits): BundleWriter {
  const packed: Uint8Array[] = []
  const counts = { claims: 0, summaries: 0, questions: 0, entries: 0 }
  let held: string[] = []
  let heldLength = 0
  let bytes = 0
  let packedBytes = 0
  let items = 0

  async function flush(): Promise<void> {
    if (heldLength === 0) return
    const part = await compress(held.join(''))
    held = []
    heldLength = 0
    packed.push(part)
    packedBytes += part.length
    if (packedBytes > limits.compressedBytes || bytes > limits.bytes || items > limits.items) throw tooLarge()
  }

  return {
    async add(item) {
      const line = `${JSON.stringify(item)}\n`
      const size = Buffer.byteLength(line)
      if (size > limits.lineBytes || !itemLine.safeParse(item).success) return false
      if (item.kind !== 'texts') counts[countOf[item.kind]] += 1
      items += 1
      held.push(line)
      heldLength += line.length
      bytes += size
      if (heldLength >= together) await flush()
      return true
    },
    async finish(described, privateKey) {
      await flush()
      const header = headerLine.parse({ format: bundleFormat, version: bundleVersion, ...described, counts })
      const first = `${JSON.stringify(header)}\n`
      const content = createHash('sha256').update(first)
      for (const part of packed) content.update(await expand(part))
      const digest = `sha256:${content.digest('hex')}`
      const signature = privateKey === undefined ? null : signDigest(digest, privateKey)
      const last = `${JSON.stringify({ kind: 'end', digest, signature })}\n`
      const parts = [await compress(first), ...packed, await compress(last)]
      return { parts, bytes: parts.reduce((sum, part) => sum + part.length, 0), digest, signed: signature !== null, counts }
    },
  }
}

const countOf = { claim: 'claims', summary: 'summaries', question: 'questions', entry: 'entries' } as const

function tooLarge(): ReverieError {
  return new ReverieError('bad-argument', 'The bundle grew larger than what can be imported.', {
    hint: 'Export scopes apart, or fewer files in each.',
  })
}
