import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { BundleItem } from './bundle-format.ts'
import { shownPassages } from './shown-passages.ts'
import { pathsLeftOut, type TravelRules } from './what-travels.ts'

const together = 10_000

/** Writes the digests of what was searched when the answers were prepared; of paths that stay not even these. */
export async function gatherTexts(source: {
  readonly store: Store
  readonly scope: ScopeId
  readonly rules: TravelRules
  readonly write: (item: BundleItem) => Promise<boolean>
}): Promise<void> {
  let digests: string[] = []
  const flush = async () => {
    if (digests.length > 0) await source.write({ kind: 'texts', digests })
    digests = []
  }
  for await (const { path, digest } of shownPassages(source.store, source.scope)) {
    if (pathsLeftOut(source.rules, [path]) !== null) continue
    digests.push(digest)
    if (digests.length === together) await flush()
  }
  await flush()
}
