import type { Clock } from '../spec/clock.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import type { KnownDocument } from './known-documents.ts'
import { bytesDigest } from './passage-digests.ts'

/** How a source differs from what is stored, as far as there was time to look. */
export interface SourceCheck {
  /** Live documents whose bytes differ; those there was no time to read are here by their validator alone. */
  readonly changed: readonly SourceDocument[]
  readonly added: readonly SourceDocument[]
  /** Paths of live documents that are gone; empty where the walk was not completed. */
  readonly removed: readonly string[]
  /** Live documents not looked at in time; 0 where the walk was completed. */
  readonly unchecked: number
}

export interface CheckOptions {
  readonly clock: Clock
  /** Milliseconds the walk may take. */
  readonly budgetMs: number
  readonly signal?: AbortSignal
}

/** Listed documents between two looks at the clock. */
const stride = 64

/**
 * Walks a source for an ask and compares it with the stored documents, live and dormant: by validators, and where those
 * differ by the bytes' digest, so that a touched file counts as unchanged. Stops when the time is up and says how many
 * documents it did not reach.
 */
export async function checkSource(
  source: Source,
  known: ReadonlyMap<string, Pick<KnownDocument, 'validator' | 'digest'>>,
  { clock, budgetMs, signal }: CheckOptions,
): Promise<SourceCheck> {
  const until = clock.monotonic() + budgetMs
  const changed: SourceDocument[] = []
  const added: SourceDocument[] = []
  const seen = new Set<string>()
  let listed = 0
  let isComplete = true
  for await (const change of source.list(signal === undefined ? {} : { signal })) {
    listed++
    if (change.kind === 'present') {
      const { document } = change
      const stored = known.get(document.path)
      seen.add(document.path)
      if (stored === undefined || stored.digest === null) added.push(document)
      else if (stored.validator !== document.validator) changed.push(document)
    }
    if (listed % stride === 0 && clock.monotonic() > until) {
      isComplete = false
      break
    }
  }
  const unseen: string[] = []
  for (const [path, stored] of known) if (stored.digest !== null && !seen.has(path)) unseen.push(path)
  const call = signal === undefined ? {} : { signal }
  const differing: SourceDocument[] = []
  for (const document of changed) {
    const stored = known.get(document.path)?.digest
    const content = clock.monotonic() > until ? null : await source.read(document.path, call)
    if (content === null || 'skipped' in content || bytesDigest(content.bytes) !== stored) differing.push(document)
  }
  return { changed: differing, added, removed: isComplete ? unseen : [], unchecked: isComplete ? 0 : unseen.length }
}
