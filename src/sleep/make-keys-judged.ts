import { sql } from 'kysely'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { digest } from '../spec/digest.ts'
import type { EntryId } from '../spec/ids.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { SleepContext } from './sleep-context.ts'

/** A question of which it is known whether an entry's answer answers it, with its vector. */
export interface JudgedQuestion {
  readonly entry: EntryId
  readonly alike: string
  readonly question: string
  /** Whether it does; what was only made up or judged by a model is known by what it is not. */
  readonly same: boolean
  /** Whether somebody asked it, and was told so or checked. */
  readonly isReal: boolean
  readonly vector: Int8Array
}

const most = 4_000

/**
 * What keys must not lead astray: every judgement of a person or a check, and what was made up or judged by a model as far as
 * it speaks against an entry. Real ones first, the newest first; those whose question has no vector are left out, and what a
 * real one contradicts.
 */
export async function loadJudged({ store, scope, embedder }: SleepContext): Promise<readonly JudgedQuestion[]> {
  const isReal = sql<number>`case when source in ('feedback', 'shadow') then 1 else 0 end`
  const rows = await store.read
    .selectFrom('labels')
    .select(['entry', 'alike', 'question', 'normalised', 'same', isReal.as('real')])
    .where('scope', '=', scope)
    .where((where) => where.or([where('source', 'in', ['feedback', 'shadow']), where('same', '=', 0)]))
    .orderBy(isReal, 'desc')
    .orderBy('at', 'desc')
    .orderBy('label')
    .limit(most)
    .execute()
  const vectors = await storedVectors(store.read, scope, embedder.name, [...new Set(rows.map((row) => keyVectorDigest(row.question)))])
  const heard = new Set(rows.flatMap((row) => (Number(row.real) === 1 ? [digest(row.entry, row.normalised)] : [])))
  return rows.flatMap(({ entry, alike, question, normalised, same, real }) => {
    const vector = vectors.get(keyVectorDigest(question))
    const isReal = Number(real) === 1
    if (vector === undefined || (!isReal && heard.has(digest(entry, normalised)))) return []
    return [{ entry: entry as EntryId, alike, question, same: same === 1, isReal, vector }]
  })
}
