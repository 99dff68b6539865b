import { nextTurn } from '../corpus/next-turn.ts'
import { exactNearest } from '../retrieve/exact-nearest.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { policyDigest } from '../spec/policy.ts'
import type { SleepContext } from './sleep-context.ts'

/** A positive key in the field. */
export interface FieldKey {
  readonly entry: string
  readonly alike: string
  readonly text: string
  readonly kind: Exclude<KeyKind, 'near-miss'>
}

/** A question that somebody has judged, with its vector. */
export interface FieldLabel {
  readonly entry: string
  readonly alike: string
  readonly same: boolean
  readonly vector: Int8Array
}

/** Every positive key of the scope with its vector, and what is known of questions asked: what a new key must stand among. */
export interface KeyField {
  readonly labels: readonly FieldLabel[]
  /** Keys an entry has but for those worded asleep: its question, and what was confirmed. */
  own(entry: string): readonly Int8Array[]
  /** The nearest keys of entries that are answered differently, nearest first. */
  rivals(vector: Int8Array, alike: string, count: number): readonly (FieldKey & { readonly similarity: number })[]
  add(key: FieldKey, vector: Int8Array): void
}

const slice = 4_000
const looked = 64
const mostLabels = 2_000

/** Loads the field of one scope and policy: 384 bytes a key, read in slices. */
export async function openKeyField(context: SleepContext): Promise<KeyField> {
  const { dimensions } = context.embedder
  const keys: FieldKey[] = []
  const byEntry = new Map<string, Int8Array[]>()
  let matrix = new Int8Array(1024 * dimensions)

  function add(key: FieldKey, vector: Int8Array): void {
    if ((keys.length + 1) * dimensions > matrix.length) {
      const larger = new Int8Array(matrix.length * 2)
      larger.set(matrix)
      matrix = larger
    }
    matrix.set(vector, keys.length * dimensions)
    keys.push(key)
    if (key.kind !== 'paraphrase') byEntry.set(key.entry, [...(byEntry.get(key.entry) ?? []), vector])
  }

  for (let after = 0; ; ) {
    const rows = await keysAfter(context, after)
    for (const { vector, no: _, kind, ...key } of rows) {
      if (kind !== 'near-miss') add({ ...key, kind }, new Int8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < slice) break
    after = last.no
    await nextTurn()
  }

  return {
    labels: await loadLabels(context),
    own: (entry) => byEntry.get(entry) ?? [],
    rivals(vector, alike, count) {
      const found: (FieldKey & { readonly similarity: number })[] = []
      for (const { row, similarity } of exactNearest(matrix, keys.length, dimensions, vector, looked)) {
        const key = keys[row]
        if (key !== undefined && key.alike !== alike && found.length < count) found.push({ ...key, similarity })
      }
      return found
    },
    add,
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

/** The newest labels that people or checks gave, those whose question has a vector. */
async function loadLabels(context: SleepContext): Promise<readonly FieldLabel[]> {
  const rows = await context.store.read
    .selectFrom('labels')
    .select(['entry', 'alike', 'question', 'same'])
    .where('scope', '=', context.scope)
    .where('source', '!=', 'synthetic')
    .orderBy('at', 'desc')
    .orderBy('label')
    .limit(mostLabels)
    .execute()
  const digests = [...new Set(rows.map((row) => keyVectorDigest(row.question)))]
  const vectors = await storedVectors(context.store.read, context.scope, context.embedder.name, digests)
  return rows.flatMap(({ entry, alike, question, same }) => {
    const vector = vectors.get(keyVectorDigest(question))
    return vector === undefined ? [] : [{ entry, alike, same: same === 1, vector }]
  })
}
