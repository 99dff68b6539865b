import { DatabaseSync } from 'node:sqlite'
import type { Answer } from '../spec/answer.ts'

export interface ServedNear {
  readonly database: string
  /** A hit that was asked and recorded. */
  readonly hit: Answer
  /** The question it is to be the answer of. */
  readonly question: string
  readonly features?: readonly number[]
  readonly recipe?: string
}

/**
 * Records that a hit was served to another question as a near match, as an ask leaves it, whatever the match decision thinks
 * of it. Returns the id of that ask.
 */
export function recordServedNear({ database, hit, question, features = [0.9, 1], recipe = 'v1' }: ServedNear): string {
  const id = `near${hit.id}`
  const considered = [{ entry: hit.decision.entry, preparedFor: hit.preparedFor, similarity: 0.9, features, outcome: 'served' }]
  const decision = JSON.stringify({ considered, reason: 'near', detail: '', recipe })
  const answer = JSON.stringify({ ...hit, id, question })
  const db = new DatabaseSync(database)
  try {
    const copy = `insert into records (scope, ask, at, question, served, entry, prepared_by, answer, decision)
      select scope, ?, at, ?, served, entry, prepared_by, ?, ? from records where ask = ?`
    const { changes } = db.prepare(copy).run(id, question, answer, decision, hit.id)
    if (changes !== 1) throw new Error(`the hit ${hit.id} is not recorded yet`)
  } finally {
    db.close()
  }
  return id
}
