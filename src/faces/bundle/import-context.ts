import type { DocumentSummary } from '../../corpus/documents.ts'
import type { Tombstones } from '../../lineage/tombstones.ts'
import { leaseLost } from '../../sleep/sleep-context.ts'
import type { Clock } from '../../spec/clock.ts'
import type { Embedder } from '../../spec/embedder.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Expectation, Lease, Statement, Store } from '../../spec/store.ts'
import type { BundleHeader } from './bundle-format.ts'

/** What every part of an import works with. */
export interface ImportContext {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  readonly lease: Lease
  readonly embedder: Pick<Embedder, 'name' | 'dimensions'>
  readonly header: BundleHeader
  readonly tombstones: Tombstones
  /** Live documents by path. */
  readonly documents: ReadonlyMap<string, DocumentSummary>
  readonly signal: AbortSignal | undefined
}

/** Commits under the scope's lease; false where an expectation no longer holds. */
export async function commitImport(
  { store, scope, lease }: ImportContext,
  statements: readonly Statement[],
  expect: readonly Expectation[] = [],
): Promise<boolean> {
  const outcome = await store.write(statements, { fence: lease, expect })
  if (outcome.committed) return true
  if (outcome.reason === 'fence') throw leaseLost(scope)
  return false
}
