import { KeyRows } from '../cache/key-rows.ts'
import type { EntryId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import { policyDigest } from '../spec/policy.ts'
import { breathe } from './breathe.ts'
import { type JudgedQuestion, loadJudged } from './make-keys-judged.ts'
import type { SleepContext } from './sleep-context.ts'

/** A positive key in the field. */
export interface FieldKey {
  readonly entry: EntryId
  readonly alike: string
  readonly text: string
  readonly kind: Exclude<KeyKind, 'near-miss'>
}

export type NearFieldKey = FieldKey & { readonly similarity: number }

/** Every positive key of the scope with its vector, and what is known of questions asked: what a new key must stand among. */
export interface KeyField {
  /** Keys an entry has but for those worded asleep: its question, and what was confirmed. */
  own(entry: string): readonly Int8Array[]
  /** The nearest keys, nearest first. */
  nearest(vector: Int8Array, count: number): readonly NearFieldKey[]
  /** The nearest keys of entries that are answered differently, nearest first. */
  rivals(vector: Int8Array, alike: string, count: number): readonly NearFieldKey[]
  /** The nearest questions that the entry, or one answered as it is, is known not to answer, nearest first. */
  negatives(vector: Int8Array, entry: Pick<FieldKey, 'entry' | 'alike'>): readonly NearNegative[]
  add(key: FieldKey, vector: Int8Array): void
  addJudged(judged: JudgedQuestion): void
}

export interface NearNegative {
  readonly vector: Int8Array
  /** Cosine. */
  readonly similarity: number
}

const slice = 4_000
const looked = 64

/** Loads the field of one scope and policy: some 600 bytes a key, read in slices. */
export async function openKeyField(context: SleepContext): Promise<KeyField> {
  const keys: FieldKey[] = []
  const rows = new KeyRows(context.embedder.dimensions)
  const words = new Set<string>()
  const own = new Map<string, Int8Array[]>()
  const judged: JudgedQuestion[] = []
  const judgedRows = new KeyRows(context.embedder.dimensions)

  function add(key: FieldKey, vector: Int8Array): void {
    rows.set({ ...key, no: keys.length }, vector)
    keys.push(key)
    words.add(normaliseQuestion(key.text))
    if (key.kind !== 'paraphrase') own.set(key.entry, [...(own.get(key.entry) ?? []), vector])
  }
  function addJudged(one: JudgedQuestion): void {
    judgedRows.set({ no: judged.length, entry: one.entry, text: one.question, kind: 'question' }, one.vector)
    judged.push(one)
  }
  function nearest(vector: Int8Array, count: number): readonly NearFieldKey[] {
    return rows.nearest(vector, count).flatMap(({ key: { no }, similarity }) => {
      const key = keys[no]
      return key === undefined ? [] : [{ ...key, similarity }]
    })
  }

  for (let after = 0; ; ) {
    const stored = await keysAfter(context, after)
    for (const { vector, no: _, kind, entry, ...key } of stored) {
      if (kind === 'near-miss') continue
      add({ ...key, entry: entry as EntryId, kind }, new Int8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    }
    const last = stored.at(-1)
    if (last === undefined || stored.length < slice) break
    after = last.no
    await breathe(context)
  }
  for (const one of await loadJudged(context)) addJudged(one)

  return {
    own: (entry) => own.get(entry) ?? [],
    nearest,
    rivals: (vector, alike, count) =>
      nearest(vector, looked)
        .filter((key) => key.alike !== alike)
        .slice(0, count),
    negatives: (vector, { entry, alike }) =>
      judgedRows.nearest(vector, looked).flatMap(({ key: { no }, similarity }) => {
        const one = judged[no]
        if (one === undefined) return []
        const isOwn = one.entry === entry || one.alike === alike
        // That another answer does not fit says nothing of this one.
        if (isOwn === one.same) return []
        // Whoever asks in a key's own words is answered by it, whatever else is near; a real question was asked all the same.
        if (!one.isReal && words.has(normaliseQuestion(one.question))) return []
        return [{ vector: one.vector, similarity }]
      }),
    add,
    addJudged,
  }
}

function keysAfter(context: SleepContext, after: number) {
  return context.store.read
    .selectFrom('keys')
    .innerJoin('entries', (join) => join.onRef('entries.scope', '=', 'keys.scope').onRef('entries.entry', '=', 'keys.entry'))
    .innerJoin('vectors', (join) =>
      join
        .onRef('vectors.scope', '=', 'keys.scope')
        .onRef('vectors.digest', '=', 'keys.vector')
        .on('vectors.embedder', '=', context.embedder.name),
    )
    .select(['keys.no', 'keys.entry', 'keys.text', 'keys.kind', 'entries.alike', 'vectors.vector'])
    .where('keys.scope', '=', context.scope)
    .where('keys.policy', '=', policyDigest(context.policy))
    .where('keys.active', '=', 1)
    .where('keys.kind', '!=', 'near-miss')
    .where('entries.kind', '=', 'answer')
    .where('entries.status', '=', 'verified')
    .where('entries.state', 'in', ['fresh', 'suspect'])
    .where('keys.no', '>', after)
    .orderBy('keys.no')
    .limit(slice)
    .execute()
}
