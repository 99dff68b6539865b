import { createExtractiveReader } from '../../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../../preanswer/extractive-verifier.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { OpenCorpus } from '../open-corpus.ts'
import { type DiffParts, diffSources } from './diff-sources.ts'
import type { DiffOptions, DiffView } from './diff-view.ts'
import { openTarget } from './open-target.ts'

export interface DiffFolderParts extends Omit<DiffParts, 'free'> {
  readonly corpus: OpenCorpus
  readonly scope: ScopeId
}

/** Compares the folder of a scope, a range of its git history or another folder with what is stored. */
export async function diffFolder({ corpus, scope, ...parts }: DiffFolderParts, options: DiffOptions): Promise<DiffView> {
  const walk = await corpus.walkOf(scope)
  if (walk === null) {
    throw new ReverieError('bad-argument', 'Expected a folder to compare, found only pushed documents.', {
      hint: 'Open Reverie over a folder: what is put is stored as it is pushed.',
    })
  }
  await using target = await openTarget(walk, options)
  // Awaited here: the target is open as long as this function runs.
  return await diffSources({ ...parts, free: { reader: createExtractiveReader(), verifier: createExtractiveVerifier() } }, target, options)
}
