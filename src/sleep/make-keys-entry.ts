import type { Entry } from '../cache/entry.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { eachThenParked } from '../ledger/channels/each-then-parked.ts'
import { type KeyRefusal, keyBounds, keyEarnsPlace } from '../preanswer/keys/key-earns-place.ts'
import { cosineOf } from '../retrieve/nearest-by-cosine.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { KeyWriter, ScoredUnit, Verdict } from '../spec/skills.ts'
import { breathe } from './breathe.ts'
import { type KeyDraft, siftKeys } from './make-keys-drafts.ts'
import type { KeyField } from './make-keys-field.ts'
import { type LabelMeans, labelFeatures, type MadeLabel } from './make-keys-labels.ts'
import type { KeySources } from './make-keys-sources.ts'
import { evidenceUnits } from './prepare-question.ts'
import type { SleepContext } from './sleep-context.ts'

/** A key that stays, with its vector. */
export interface MadeKey {
  readonly text: string
  readonly kind: 'paraphrase' | 'near-miss'
  readonly vector: Int8Array
  /** Whether the vector is new, and has to be stored with it. */
  readonly isNew: boolean
}

export type KeyDrop = KeyRefusal | 'guard' | 'blocked' | 'unsure' | 'not-supported' | 'is-supported'

/** A key that was worded and does not stay. */
export interface DroppedKey {
  readonly text: string
  readonly reason: KeyDrop
}

export interface EntryKeys {
  readonly entry: Entry
  readonly keys: readonly MadeKey[]
  /** With their features, where they can be told. */
  readonly labels: readonly (Pick<MadeLabel, 'question' | 'same' | 'byModel'> & { readonly features: readonly number[] | null })[]
  readonly dropped: readonly DroppedKey[]
  /** Texts embedded. */
  readonly embedded: number
}

export interface KeysOfEntry {
  readonly entry: Entry
  readonly field: KeyField
  readonly sources: KeySources
  readonly writer: KeyWriter
  /** Questions that were forgotten on request: no key brings one back. */
  readonly isForgotten: (question: string) => boolean
  /** What labels are seen by; null where nothing is fitted on them. */
  readonly means: LabelMeans | null
  /** At most so many of each are embedded. */
  readonly paraphrases: number
  readonly nearMisses: number
}

const neighboursTold = 1

/**
 * Words keys for one entry, judges each as if it had been asked, and keeps those that earn their place. Null where the
 * entry's own vector is still owed. Throws what kept the verifier from judging.
 */
export async function keysOfEntry(context: SleepContext, input: KeysOfEntry): Promise<EntryKeys | null> {
  const { entry, field, sources, writer, means } = input
  const [question] = field.own(entry.id)
  if (question === undefined) return null
  const cited = sources.cited(entry)
  const neighbours = field
    .rivals(question, entry.alike, neighboursTold * 4)
    .filter((rival) => rival.kind === 'question' && rival.similarity >= keyBounds.considered)
    .slice(0, neighboursTold)
    .map((rival) => rival.text)
  const request = {
    question: entry.questionText,
    body: entry.body,
    cited,
    neighbours,
    siblings: sources.siblings(entry),
    abbreviations: sources.abbreviations,
    region: entry.region,
  }
  const written = await writer.write(request, { signal: context.signal })
  const around = cited.flatMap(({ title, place, symbol }) => [title ?? '', ...place, symbol ?? ''])
  const quote = [...new Set([...around, ...entry.body.quotes.map(({ text }) => text)])].join('\n')
  const { drafts, guarded } = siftKeys(written, { ...input, quote })
  const { vectors, made } = await vectorsOf(context, drafts)
  const kept: MadeKey[] = []
  const dropped: DroppedKey[] = guarded.map((text) => ({ text, reason: 'guard' }))
  const labels: MadeLabel[] = []
  // Near-misses first: a paraphrase as near to one as to its own question is no good key.
  await eachThenParked(
    [...drafts].sort((one, other) => order(one) - order(other)),
    async (draft) => {
      await breathe(context)
      const vector = vectors.get(keyVectorDigest(draft.text))
      if (vector === undefined) return
      if (draft.kind === 'paraphrase' && isBlocked(await blocksFor(context.store.read, context.scope, draft.text), entry)) {
        dropped.push({ text: draft.text, reason: 'blocked' })
        return
      }
      const live = await context.view.search({ question: draft.text, vector, limit: evidenceUnits })
      await breathe(context)
      const verdict = draft.isGuarded ? null : await judge(context, entry, draft.text, live)
      await breathe(context)
      const same = verdict?.kind === 'supported'
      const isUnsure = verdict?.kind === 'unsure'
      if (isUnsure || same !== (draft.kind === 'paraphrase')) {
        const reason = isUnsure ? 'unsure' : same ? 'is-supported' : 'not-supported'
        if (draft.kind !== 'neighbour') dropped.push({ text: draft.text, reason })
        return
      }
      if (!same || cosineOf(vector, question) < keyBounds.plain) {
        labels.push({ question: draft.text, same, byModel: verdict !== null && isByModel(context, verdict), vector, live })
      }
      if (draft.kind === 'neighbour') return
      const place = keyEarnsPlace(candidateOf(draft.kind, vector, question, kept, input))
      if (!place.earns) {
        dropped.push({ text: draft.text, reason: place.reason })
        return
      }
      kept.push({ text: draft.text, kind: draft.kind, vector, isNew: made.has(keyVectorDigest(draft.text)) })
    },
  )
  const nearMisses = kept.filter(({ kind }) => kind === 'near-miss')
  const features = means === null ? [] : await labelFeatures(context, means, { entry, question, field, labels, nearMisses })
  for (const { text, kind, vector } of kept) {
    if (kind === 'paraphrase') field.add({ entry: entry.id, alike: entry.alike, text, kind }, vector)
    else field.addJudged({ entry: entry.id, alike: entry.alike, question: text, same: false, isReal: false, vector })
  }
  return {
    entry,
    keys: kept,
    labels: labels.map(({ question, same, byModel }, at) => ({ question, same, byModel, features: features[at] ?? null })),
    dropped,
    embedded: made.size,
  }
}

function order({ kind }: KeyDraft): number {
  return kind === 'paraphrase' ? 1 : 0
}

async function vectorsOf(context: SleepContext, drafts: readonly KeyDraft[]) {
  const { embedder, store, scope, signal } = context
  const texts = new Map(drafts.map(({ text }) => [keyVectorDigest(text) as string, text]))
  const vectors = new Map<string, Int8Array>(await storedVectors(store.read, scope, embedder.name, [...texts.keys()]))
  const missing = [...texts].filter(([digest]) => !vectors.has(digest))
  const embedded =
    missing.length === 0
      ? []
      : await embedder.embedMany(
          missing.map(([, text]) => text),
          signal === undefined ? {} : { signal },
        )
  const made = new Set<string>()
  for (const [at, [digest]] of missing.entries()) {
    const vector = embedded[at]
    if (vector === undefined) continue
    vectors.set(digest, vector)
    made.add(digest)
  }
  return { vectors, made }
}

async function judge(context: SleepContext, entry: Entry, question: string, live: readonly ScoredUnit[]): Promise<Verdict> {
  const match = { question, preparedFor: entry.questionText, body: entry.body, live, region: entry.region }
  const verdict = await context.skills.verifier.judgeMatch(match, { signal: context.signal })
  if (verdict.failure !== undefined) throw verdict.failure
  return verdict
}

/** What no model may see is judged without one. */
function isByModel({ skills, isRemembered }: SleepContext, verdict: Verdict): boolean {
  return skills.verifier.model !== null && (verdict.spend.inputTokens > 0 || isRemembered?.(verdict) === true)
}

function candidateOf(
  kind: MadeKey['kind'],
  vector: Int8Array,
  question: Int8Array,
  kept: readonly MadeKey[],
  { entry, field }: KeysOfEntry,
) {
  const positives = [...field.own(entry.id), ...kept.flatMap((key) => (key.kind === 'paraphrase' ? [key.vector] : []))]
  const nearMisses = kept.flatMap((key) => (key.kind === 'near-miss' ? [key.vector] : []))
  return {
    kind,
    toQuestion: cosineOf(vector, question),
    toPositive: nearest(vector, positives),
    toNearMiss: nearest(vector, nearMisses),
    toRival: field.rivals(vector, entry.alike, 1)[0]?.similarity ?? -1,
    negatives: field
      .negatives(vector, { entry: entry.id, alike: entry.alike })
      .map((negative) => ({ toKey: negative.similarity, toQuestion: cosineOf(negative.vector, question) })),
  }
}

function nearest(vector: Int8Array, others: readonly Int8Array[]): number {
  return others.reduce((best, other) => Math.max(best, cosineOf(vector, other)), -1)
}
