import type { StoreSuite } from './store-fixture.ts'
import { storeLeaseConformance } from './store-lease-conformance.ts'
import { storeLexicalConformance } from './store-lexical-conformance.ts'
import { storeSharingConformance } from './store-sharing-conformance.ts'
import { storeWriteConformance } from './store-write-conformance.ts'

/**
 * What every `Store` promises, as tests for any runner:
 *
 * ```ts
 * storeConformance({ describe, it, expect, isShared: true, createDatabase: async () => ({ open, drop }) })
 * ```
 */
export function storeConformance(suite: StoreSuite): void {
  suite.describe('store conformance', () => {
    storeWriteConformance(suite)
    storeLeaseConformance(suite)
    storeLexicalConformance(suite)
    if (suite.isShared) storeSharingConformance(suite)
  })
}
