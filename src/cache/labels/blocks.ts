import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Schema } from '../../spec/schema.ts'

/** What is never served to one question again. */
export interface Blocks {
  /** By id, whatever they answer by now: they were prepared for another question. */
  readonly entries: ReadonlySet<string>
  /** Answers, by the digest of what they quote, whoever holds them. */
  readonly alike: ReadonlySet<string>
}

/** Most questions have none; one object for all of them. */
export const noBlocks: Blocks = { entries: new Set(), alike: new Set() }

/**
 * What a person or a shadow check said does not answer this question, in whatever spelling. A person's word counts over a
 * check's. An entry of the question's own words is blocked by its answer alone: once it is answered otherwise, it is served.
 */
export async function blocksFor(db: Kysely<Schema>, scope: ScopeId, question: string): Promise<Blocks> {
  const query = byQuestion.get(db) ?? compileByQuestion(db)
  byQuestion.set(db, query)
  const normalised = normaliseQuestion(question)
  const { rows } = await db.executeQuery<BlockRow>({ ...query, parameters: [scope, normalised] })
  if (rows.length === 0) return noBlocks
  const heard = new Set(rows.flatMap((row) => (row.source === 'feedback' ? [row.entry] : [])))
  const wrong = rows.filter((row) => row.same === 0 && (row.source === 'feedback' || !heard.has(row.entry)))
  return {
    entries: new Set(wrong.flatMap((row) => (normaliseQuestion(row.prepared_for) === normalised ? [] : [row.entry]))),
    alike: new Set(wrong.flatMap((row) => (row.alike === '' ? [] : [row.alike]))),
  }
}

export function isBlocked(blocks: Blocks, entry: { readonly id: string; readonly alike: string }): boolean {
  return blocks.entries.has(entry.id) || blocks.alike.has(entry.alike)
}

interface BlockRow {
  readonly entry: string
  readonly alike: string
  readonly prepared_for: string
  readonly same: number
  readonly source: string
}

// Every ask asks it: building it anew costs more than running it.
const byQuestion = new WeakMap<Kysely<Schema>, CompiledQuery<BlockRow>>()

function compileByQuestion(db: Kysely<Schema>): CompiledQuery<BlockRow> {
  return db
    .selectFrom('labels')
    .select(['entry', 'alike', 'prepared_for', 'same', 'source'])
    .where('scope', '=', '')
    .where('normalised', '=', '')
    .where('source', 'in', [sql.lit('feedback' as const), sql.lit('shadow' as const)])
    .compile()
}
