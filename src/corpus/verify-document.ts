import type { Digest } from '../spec/digest.ts'
import type { Source } from '../spec/source.ts'
import { bytesDigest } from './passage-digests.ts'

/**
 * Whether a stored document is what its source holds now: by the validator where that settles it, else by reading and
 * comparing digests. gone: it is no longer there or no longer readable.
 */
export async function verifyDocument(
  source: Source,
  stored: { readonly path: string; readonly validator: string; readonly digest: Digest },
  signal?: AbortSignal,
): Promise<'same' | 'changed' | 'gone'> {
  if ((await source.verify?.(stored.path, stored.validator)) === 'same') return 'same'
  const content = await source.read(stored.path, signal === undefined ? {} : { signal })
  if ('skipped' in content) return 'gone'
  return bytesDigest(content.bytes) === stored.digest ? 'same' : 'changed'
}
