import { type Kysely, type Selectable, sql } from 'kysely'
import { toEntry } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import type { ScopeId } from '../spec/ids.ts'
import { policyDigest } from '../spec/policy.ts'
import type { EntriesTable, Schema } from '../spec/schema.ts'
import type { Skill } from '../spec/skills.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { KeyLimits } from './make-keys-limits.ts'
import type { SleepContext } from './sleep-context.ts'

const extractive = 'keys extractive '
const generative = 'keys model '
const imported = 'keys imported'
/** What is kept where none of the keys written stayed. */
const none = '0'

/** Under which it is noted that an entry's keys were made: the way from an entry to its note is plain SQL. */
export const keyNoteOf = (entry: string): string => `keys:${entry}`

function skillOf(writer: Skill): string {
  return `${writer.model === null ? extractive : generative}${writer.recipe}`
}

/**
 * Entries whose keys were never made, or not since they were made anew, or by another recipe: asked and missed first, then
 * by probability. Without a model what a model worded stays. Read from state, so that a stopped sleep is continued.
 */
export async function owedKeys(
  { store, scope, policy }: SleepContext,
  writer: Skill,
  { entries: limit, unmissed, leastAsked = 0 }: Pick<KeyLimits, 'entries' | 'unmissed' | 'leastAsked'>,
): Promise<readonly Entry[]> {
  const isFull = unmissed !== null && (await countWorded(store.read, scope)) >= unmissed
  const rows = await owing(store.read, scope, policyDigest(policy), writer)
    .selectAll('entries')
    .$if(leastAsked > 0, (query) =>
      query.where(sql<boolean>`coalesce(questions.asked_count, 0) + coalesce(questions.missed_count, 0) >= ${leastAsked}`),
    )
    .$if(isFull, (query) => query.where(sql<boolean>`questions.missed_count + questions.pinned > 0`))
    .orderBy(sql`coalesce(questions.pinned, 0)`, 'desc')
    .orderBy(sql`coalesce(questions.asked_count, 0) + coalesce(questions.missed_count, 0)`, 'desc')
    .orderBy(sql`coalesce(questions.probability, 0)`, 'desc')
    .orderBy('entries.entry')
    .limit(limit)
    .execute()
  return rows.map((row) => toEntry(row as Selectable<EntriesTable>))
}

/** Entries whose keys were made by rule. */
async function countWorded(db: Kysely<Schema>, scope: ScopeId): Promise<number> {
  const { count } = await db
    .selectFrom('memos')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('scope', '=', scope)
    .where('skill', 'like', `${extractive}%`)
    .executeTakeFirstOrThrow()
  return Number(count)
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
        // Keys that came with the entry, from a bundle or a former answer, are its keys.
        where.and([where('memos.memo', 'is', null), where.not(made)]),
        where('memos.made_at', '<', where.ref('entries.made_at')),
        where.and([where('memos.value', '!=', none), where('memos.skill', '!=', imported), where.not(made)]),
        where.and([
          where('memos.skill', 'not in', [skillOf(writer), imported]),
          ...(writer.model === null ? [where.not(where('memos.skill', 'like', `${generative}%`))] : []),
        ]),
      ]),
    )
}

/** Notes that an entry's keys were made, and how many stayed. */
export function keysMadeStatement(context: SleepContext, writer: Skill, entry: Entry, kept: number): Statement {
  const row = {
    scope: context.scope,
    memo: keyNoteOf(entry.id),
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

/** Notes that these entries came with the keys they have: whoever made them has paid for that. */
export function keysImportedStatements(db: Kysely<Schema>, scope: ScopeId, entries: readonly string[], at: number): readonly Statement[] {
  return entries.map((entry) => {
    const row = { scope, memo: keyNoteOf(entry), skill: imported, value: none, made_at: at }
    return statement(
      db
        .insertInto('memos')
        .values(row)
        .onConflict((conflict) => conflict.columns(['scope', 'memo']).doUpdateSet(row)),
    )
  })
}
