import { liveDocuments } from '../../corpus/documents.ts'
import { reviveEditions } from '../../lineage/editions/revive-editions.ts'
import { loadTombstones } from '../../lineage/tombstones.ts'
import { keysImportedStatements } from '../../sleep/make-keys-owed.ts'
import { throwIfAborted } from '../../sleep/sleep-context.ts'
import type { Clock } from '../../spec/clock.ts'
import type { Embedder } from '../../spec/embedder.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import { type Policy, policyDigest } from '../../spec/policy.ts'
import type { Random } from '../../spec/random.ts'
import type { Lease, Store } from '../../spec/store.ts'
import { keepLease, leaseMs } from '../keep-lease.ts'
import type { OpenCorpus } from '../open-corpus.ts'
import type { ImportOptions, ImportReceipt } from '../reverie.ts'
import { defaultBundleLimits } from './bundle-limits.ts'
import { bundleRefused } from './bundle-refused.ts'
import { fetchBundle } from './fetch-bundle.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import { createEntryImport } from './import-entries.ts'
import { importGroups } from './import-groups.ts'
import { addQuestions, type LocalQuestion, localQuestion } from './import-questions.ts'
import { createSummaryImport } from './import-summaries.ts'
import { createRefusals } from './import-tally.ts'
import { type ReadBundle, readBundle } from './read-bundle.ts'
import { settleImported } from './settle-imported.ts'

export interface ImportParts {
  readonly store: Store
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly scope: ScopeId
  readonly clock: Clock
  readonly random: Random
  readonly policy: Policy
  readonly embedder: Pick<Embedder, 'name' | 'dimensions'>
  readonly corpus: OpenCorpus
}

/**
 * Takes over what another clone prepared. The whole bundle is read and checked before anything is written; then, file by
 * file and answer by answer, whatever rests on texts that are here in the same words. Nothing is embedded, no model is
 * called. Stopped in the middle it leaves a whole part, and importing again completes it.
 */
export async function importBundle(parts: ImportParts, options: ImportOptions): Promise<ImportReceipt> {
  const { store, scope, clock, corpus } = parts
  if (parts.notKept !== null) {
    throw new ReverieError('database-read-only', `Nothing can be imported because nothing can be kept: ${parts.notKept}.`, {
      hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
    })
  }
  const began = clock.monotonic()
  const limits = { ...defaultBundleLimits, ...options.limits }
  const bytes = await fetchBundle(options.from, limits.compressedBytes, options.signal)
  const bundle = await readBundle(bytes, limits, {
    ...(options.verify === undefined ? {} : { verify: options.verify }),
    ...(options.digest === undefined ? {} : { digest: options.digest }),
  })
  const wanted = options.fromScope ?? scope
  if (bundle.header.scope !== wanted) throw otherScope(bundle.header.scope, wanted)
  await corpus.sync(scope, options.signal === undefined ? {} : { signal: options.signal })
  const lease = await claim(parts)
  const kept = keepLease(store, lease, { scope })
  const signal = options.signal === undefined ? kept.lost : AbortSignal.any([options.signal, kept.lost])
  try {
    const receipt = await take(parts, bundle, lease, signal)
    return { ...receipt, isVerified: options.verify !== undefined, durationMs: clock.monotonic() - began }
  } catch (cause) {
    throw kept.whyLost() ?? cause
  } finally {
    await kept.letGo()
  }
}

async function take(
  parts: ImportParts,
  bundle: ReadBundle,
  lease: Lease,
  signal: AbortSignal | undefined,
): Promise<Omit<ImportReceipt, 'durationMs' | 'isVerified'>> {
  const { store, scope, clock } = parts
  const { header } = bundle
  const documents = new Map((await liveDocuments(store, scope)).map((document) => [document.path, document]))
  const tombstones = await loadTombstones(store.read, scope)
  const context: ImportContext = { store, scope, clock, lease, embedder: parts.embedder, header, tombstones, documents, signal }
  const refusedSummaries = createRefusals()
  const refusedEntries = createRefusals()
  const summaries = await createSummaryImport(context, refusedSummaries)
  const entries = createEntryImport(context, refusedEntries)
  const texts = new Set<string>()
  const questions = new Map<string, LocalQuestion>()
  const predicted: LocalQuestion[] = []
  const groups: Parameters<typeof importGroups>[2][number][] = []
  let restored: Awaited<ReturnType<typeof summaries.finish>> | null = null
  for await (const item of bundle.items()) {
    throwIfAborted(signal)
    if (item.kind === 'texts') for (const digest of item.digests) texts.add(digest)
    else if (item.kind === 'claim') summaries.addClaim(item)
    else if (item.kind === 'summary' && item.level === 'file') await summaries.addFile(item)
    else if (item.kind === 'summary') groups.push(item)
    else {
      restored ??= await summaries.finish()
      if (item.kind === 'question') {
        const question = localQuestion(context, restored, item)
        questions.set(normaliseQuestion(item.text), question)
        if (restored.files.has(item.region) && !tombstones.hasQuestion(item.text)) predicted.push(question)
      } else {
        const question = questions.get(normaliseQuestion(item.question))
        if (question !== undefined) await entries.add(item, question)
      }
    }
  }
  restored ??= await summaries.finish()
  const taken = await importGroups(context, restored, groups, refusedSummaries)
  const counts = await entries.finish()
  const revived = new Set<string>(await reviveEditions(store, scope, { clock, fence: lease, by: 'import' }))
  const own = new Map([...counts.holding].filter(([entry]) => revived.has(entry)))
  await settleImported(context, texts, own)
  if (own.size > 0) await commitImport(context, keysImportedStatements(store.read, scope, [...own.keys()], clock.now()))
  const added = await addQuestions(context, predicted)
  return {
    bundle: { scope: header.scope, madeAt: header.madeAt, digest: bundle.end.digest },
    entries: {
      total: header.counts.entries,
      held: own.size,
      kept: counts.kept,
      waiting: counts.waiting + counts.holding.size - own.size,
      refused: refusedEntries.reasons,
    },
    summaries: {
      total: header.counts.summaries,
      held: restored.held + taken.held,
      kept: restored.kept + taken.kept,
      differ: restored.differ + taken.differ,
      refused: refusedSummaries.reasons,
    },
    questions: { total: header.counts.questions, added },
    vectors: counts.vectors,
    isSamePolicy: policyDigest(header.policy) === policyDigest(parts.policy),
    isSameEmbedder: header.embedder.name === parts.embedder.name && header.embedder.dimensions === parts.embedder.dimensions,
  }
}

async function claim({ store, scope, random }: ImportParts): Promise<Lease> {
  const lease = await store.claimLease(`sleep:${scope}`, random.id(), leaseMs)
  if (lease !== null) return lease
  throw new ReverieError('lease-held', `A sleep or another import is running over scope "${scope}".`, {
    hint: 'Import once it is done, or stop it: what it finished is kept.',
    isRetryable: true,
  })
}

function otherScope(found: string, wanted: string) {
  return bundleRefused(
    `it was made of scope "${found}", expected "${wanted}"`,
    'Import it into that scope with --scope, or accept it with --from-scope.',
  )
}
