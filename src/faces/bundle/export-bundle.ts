import { liveDocuments } from '../../corpus/documents.ts'
import { localOnlyPaths } from '../../ledger/local-only.ts'
import { loadTombstones } from '../../lineage/tombstones.ts'
import { throwIfAborted } from '../../sleep/sleep-context.ts'
import type { Clock } from '../../spec/clock.ts'
import type { Embedder } from '../../spec/embedder.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { type Policy, policyDigest } from '../../spec/policy.ts'
import type { Store } from '../../spec/store.ts'
import type { ExportOptions, ExportReceipt } from '../reverie.ts'
import { gatherEntries } from './gather-entries.ts'
import { gatherQuestions } from './gather-questions.ts'
import { gatherSummaries } from './gather-summaries.ts'
import { gatherTexts } from './gather-texts.ts'
import { saveBundle } from './save-bundle.ts'
import type { LeftOut, TravelRules } from './what-travels.ts'
import { createBundleWriter } from './write-bundle.ts'

export interface ExportParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  readonly policy: Policy
  readonly embedder: Pick<Embedder, 'name' | 'dimensions'>
  readonly localOnly: readonly string[]
}

/**
 * Writes what was prepared for a scope to a file or stream: questions, answers with keys and vectors, summaries with
 * claims, and the digests all of it rests on. Passages, records and what people asked stay.
 */
export async function exportBundle(parts: ExportParts, { to, asked = false, sign, signal }: ExportOptions): Promise<ExportReceipt> {
  const { store, scope, clock, policy, embedder } = parts
  const rules: TravelRules = { asked, isLocal: localOnlyPaths(parts.localOnly), tombstones: await loadTombstones(store.read, scope) }
  const leftOut: Record<LeftOut, number> = { asked: 0, localOnly: 0, forgotten: 0, changed: 0, unfit: 0 }
  const documents = await liveDocuments(store, scope)
  const writer = createBundleWriter()
  const common = {
    store,
    scope,
    rules,
    paths: new Map<string, string>(documents.map(({ id, path }) => [id, path])),
    write: (item: Parameters<typeof writer.add>[0]) => {
      throwIfAborted(signal)
      return writer.add(item)
    },
    leave: (why: LeftOut) => {
      leftOut[why] += 1
    },
  }
  await gatherTexts(common)
  const claims = await gatherSummaries({ ...common, documents })
  const told = await gatherQuestions({ ...common, claims })
  await gatherEntries({ ...common, told, policy: policyDigest(policy), embedder: embedder.name })
  const bundle = await writer.finish(
    {
      madeAt: clock.now(),
      scope,
      policy: { ...policy, tools: [...policy.tools] },
      embedder: { name: embedder.name, dimensions: embedder.dimensions },
    },
    sign,
  )
  await saveBundle(bundle.parts, to)
  const { bytes, digest, signed, counts } = bundle
  return { to: typeof to === 'string' ? to : null, bytes, digest, signed, counts, leftOut }
}
