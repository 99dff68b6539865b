import type { Entry } from '../cache/entry.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { runGuards } from '../preanswer/guards/run-guards.ts'
import { type KeyRefusal, keyBounds, keyEarnsPlace } from '../preanswer/keys/key-earns-place.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { KeyWriter, ScoredUnit, WrittenKeys } from '../spec/skills.ts'
import { cosine } from './make-keys-cosine.ts'
import type { KeyField } from './make-keys-field.ts'
import type { KeySources } from './make-keys-sources.ts'
import { evidenceUnits } from './prepare-question.ts'
import { type SleepContext, throwIfAborted } from './sleep-context.ts'

/** A key that stays, with its vector. */
export interface MadeKey {
  readonly text: string
  readonly kind: 'paraphrase' | 'near-miss'
  readonly vector: Int8Array
  /** Whether the vector is new, and has to be stored with it. */
  readonly isNew: boolean
}

/** What was found out of one question about the entry: what the match decision may be fitted on. */
export interface MadeLabel {
  readonly question: string
  readonly same: boolean
  /** Whether a model judged it; else a guard or the extractive verifier did. */
  readonly byModel: boolean
  readonly vector: Int8Array
  /** What live retrieval brings for it. */
  readonly live: readonly ScoredUnit[]
}

export type KeyDrop = KeyRefusal | 'guard' | 'not-supported' | 'is-supported'

/** A key that was worded and does not stay. */
export interface DroppedKey {
  readonly text: string
  readonly reason: KeyDrop
}

export interface EntryKeys {
  readonly entry: Entry
  readonly keys: readonly MadeKey[]
  readonly labels: readonly MadeLabel[]
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
  /** At most so many of each are embedded. */
  readonly paraphrases: number
  readonly nearMisses: number
}

interface Draft {
  readonly text: string
  readonly kind: MadeKey['kind'] | 'neighbour'
  /** Whether a guard tells it from the entry's question by itself. */
  readonly isGuarded: boolean
}

const neighboursTold = 1

/**
 * Words keys for one entry, judges each as if it had been asked, and keeps those that earn their place. Null where the
 * entry's own vector is still owed. Throws what kept the verifier from judging.
 */
export async function keysOfEntry(context: SleepContext, input: KeysOfEntry): Promise<EntryKeys | null> {
  const { entry, field, sources, writer } = input
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
  const { drafts, dropped } = sift(written, { ...input, quote })
  const { vectors, made } = await vectorsOf(context, drafts)
  const kept: MadeKey[] = []
  const labels: MadeLabel[] = []
  // Near-misses first: a paraphrase as near to one as to its own question is no good key.
  for (const draft of [...drafts].sort((one, other) => order(one) - order(other))) {
    throwIfAborted(context.signal)
    const vector = vectors.get(keyVectorDigest(draft.text))
    if (vector === undefined) continue
    const live = await context.view.search({ question: draft.text, vector, limit: evidenceUnits })
    await nextTurn()
    const isSame = draft.isGuarded ? false : await isSupported(context, entry, draft.text, live)
    await nextTurn()
    if (isSame !== (draft.kind === 'paraphrase')) {
      if (draft.kind !== 'neighbour') dropped.push({ text: draft.text, reason: isSame ? 'is-supported' : 'not-supported' })
      continue
    }
    labels.push({ question: draft.text, same: isSame, byModel: !draft.isGuarded && context.skills.verifier.model !== null, vector, live })
    if (draft.kind === 'neighbour') continue
    const place = keyEarnsPlace(candidateOf(draft.kind, vector, question, kept, input))
    if (!place.earns) {
      dropped.push({ text: draft.text, reason: place.reason })
      continue
    }
    kept.push({ text: draft.text, kind: draft.kind, vector, isNew: made.has(keyVectorDigest(draft.text)) })
  }
  for (const { text, kind, vector } of kept) {
    if (kind === 'paraphrase') field.add({ entry: entry.id, alike: entry.alike, text, kind }, vector)
  }
  return { entry, keys: kept, labels, dropped, embedded: made.size }
}

function order({ kind }: Draft): number {
  return kind === 'paraphrase' ? 1 : 0
}

/** Leaves out what a guard tells apart from its entry, and whatever goes beyond what may be embedded. */
function sift(written: WrittenKeys, { entry, paraphrases, nearMisses, isForgotten, quote }: KeysOfEntry & { readonly quote: string }) {
  const dropped: DroppedKey[] = []
  const drafts: Draft[] = []
  const seen = new Set([normaliseQuestion(entry.questionText)])
  const isFired = (text: string): boolean => runGuards(text, entry.questionText, quote).some((finding) => !finding.resolved)
  const isNew = (text: string): boolean => {
    const normalised = normaliseQuestion(text)
    if (normalised === '' || seen.has(normalised) || isForgotten(text)) return false
    seen.add(normalised)
    return true
  }
  const count = (kind: Draft['kind']): number => drafts.filter((draft) => draft.kind === kind).length
  for (const { text, edit } of written.nearMisses) {
    const kind = edit === 'neighbour' ? 'neighbour' : 'near-miss'
    if (isNew(text) && (kind === 'neighbour' || count(kind) < nearMisses)) drafts.push({ text, kind, isGuarded: isFired(text) })
  }
  for (const text of written.paraphrases) {
    if (count('paraphrase') >= paraphrases || !isNew(text)) continue
    if (isFired(text)) dropped.push({ text, reason: 'guard' })
    else drafts.push({ text, kind: 'paraphrase', isGuarded: false })
  }
  return { drafts, dropped }
}

async function vectorsOf(context: SleepContext, drafts: readonly Draft[]) {
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

async function isSupported(context: SleepContext, entry: Entry, question: string, live: readonly ScoredUnit[]): Promise<boolean> {
  const match = { question, preparedFor: entry.questionText, body: entry.body, live, region: entry.region }
  const verdict = await context.skills.verifier.judgeMatch(match, { signal: context.signal })
  if (verdict.failure !== undefined) throw verdict.failure
  return verdict.kind === 'supported'
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
  const labels = field.labels.flatMap((label) => {
    const isOwn = label.entry === entry.id || label.alike === entry.alike
    const toKey = cosine(label.vector, vector)
    // That another answer does not fit says nothing of this one.
    if (toKey < keyBounds.considered || (!isOwn && !label.same)) return []
    const toRival = field.rivals(label.vector, entry.alike, 1)[0]?.similarity ?? -1
    return [{ same: isOwn && label.same, toKey, toOwn: nearest(label.vector, positives), toRival }]
  })
  return {
    kind,
    toQuestion: cosine(vector, question),
    toPositive: nearest(vector, positives),
    toNearMiss: nearest(vector, nearMisses),
    toRival: field.rivals(vector, entry.alike, 1)[0]?.similarity ?? -1,
    labels,
  }
}

function nearest(vector: Int8Array, others: readonly Int8Array[]): number {
  return others.reduce((best, other) => Math.max(best, cosine(vector, other)), -1)
}
