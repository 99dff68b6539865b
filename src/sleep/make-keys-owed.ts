import { type Kysely, type Selectable, sql } from 'kysely'
import { toEntry } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import type { ScopeId } from '../spec/ids.ts'
import { policyDigest } from '../spec/policy.ts'
import type { EntriesTable, Schema } from '../spec/schema.ts'
import type { Skill } from '../spec/skills.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { SleepContext } from './sleep-context.ts'

const extractive = 'keys extractive '
const generative = 'keys model '
/** What is kept where none of the keys written stayed. */
const none = '0'

/** Under which it is noted that an entry's keys were made: the way from an entry to its note is plain SQL. */
const noteOf = (entry: string): string => `keys:${entry}`

function skillOf(writer: Skill): string {
  return `${writer.model === null ? extractive : generative}${writer.recipe}`
}

/**
 * Entries whose keys were never made, or not since they were made anew, or by another recipe: asked and missed first, then
 * by probability. Without a model what a model worded stays. Read from state, so that a stopped sleep is continued.
 */
export async function owedKeys({ store, scope, policy }: SleepContext, writer: Skill, limit: number): Promise<readonly Entry[]> {
  const rows = await owing(store.read, scope, policyDigest(policy), writer)
    .selectAll('entries')
    .orderBy(sql`coalesce(questions.pinned, 0)`, 'desc')
    .orderBy(sql`coalesce(questions.asked_count, 0) + coalesce(questions.missed_count, 0)`, 'desc')
    .orderBy(sql`coalesce(questions.probability, 0)`, 'desc')
    .orderBy('entries.entry')
    .limit(limit)
    .execute()
  return rows.map((row) => toEntry(row as Selectable<EntriesTable>))
}

/** How many there are; `policy` is its digest. */
export async function countOwedKeys(db: Kysely<Schema>, scope: ScopeId, policy: string, writer: Skill): Promise<number> {
  const { count } = await owing(db, scope, policy, writer)
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function owing(db: Kysely<Schema>, scope: ScopeId, policy: string, writer: Skill) {
  const made = sql<boolean>`exists (select 1 from keys where keys.scope = entries.scope and keys.entry = entries.entry and keys.kind in ('paraphrase', 'near-miss'))`
  return db
    .selectFrom('entries')
    .leftJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
    )
    .leftJoin('memos', (join) =>
      join.onRef('memos.scope', '=', 'entries.scope').on('memos.memo', '=', sql<string>`'keys:' || entries.entry`),
    )
    .where('entries.scope', '=', scope)
    .where('entries.policy', '=', policy)
    .where('entries.conversation', '=', '')
    .where('entries.kind', '=', 'answer')
    .where('entries.status', '=', 'verified')
    .where('entries.state', '=', 'fresh')
    .where((where) =>
      where.or([
        where('memos.memo', 'is', null),
        where('memos.made_at', '<', where.ref('entries.made_at')),
        where.and([where('memos.value', '!=', none), where.not(made)]),
        where.and([
          where('memos.skill', '!=', skillOf(writer)),
          ...(writer.model === null ? [where.not(where('memos.skill', 'like', `${generative}%`))] : []),
        ]),
      ]),
    )
}

/** Notes that an entry's keys were made, and how many stayed. */
export function keysMadeStatement(context: SleepContext, writer: Skill, entry: Entry, kept: number): Statement {
  const row = {
    scope: context.scope,
    memo: noteOf(entry.id),
    skill: skillOf(writer),
    value: kept === 0 ? none : String(kept),
    made_at: Math.max(context.clock.now(), entry.madeAt),
  }
  return statement(
    context.store.read
      .insertInto('memos')
      .values(row)
      .onConflict((conflict) => conflict.columns(['scope', 'memo']).doUpdateSet(row)),
  )
}
