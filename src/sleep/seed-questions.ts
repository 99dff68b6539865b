import type { Kysely, Selectable } from 'kysely'
import { claimsById } from '../distil/claims-table.ts'
import { predictStatements } from '../predict/questions-table.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { DistillatesTable, Schema } from '../spec/schema.ts'
import { statement } from '../spec/store.ts'
import { noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** Folders and topics asked about in one sleep at most; the next goes on. */
export const mostSeeded = 8

/**
 * Questions over folders and topics, by a model, from their distillates: of several files together, and tasks across them. A
 * distillate is asked about once for what it is made of.
 */
export async function seedQuestions(context: SleepContext): Promise<void> {
  const { store, scope, clock, skills, tally, signal } = context
  const { seeds } = skills
  if (seeds === undefined || skills.distiller.model === null) return
  const rows = await askedAbout(store.read, scope)
  let left = mostSeeded
  for (const row of rows) {
    if (left === 0) return
    throwIfAborted(signal)
    await context.pause?.()
    const memo = memoOf(seeds.recipe, row)
    if (await isAskedAbout(store.read, scope, memo)) continue
    const item = { stage: 'predict' as const, id: row.distillate, name: row.label, input: memo }
    if (await isQuarantined(context, item.id, item.stage, item.input)) continue
    left -= 1
    try {
      const claims = [...(await claimsById(store.read, scope, JSON.parse(row.claims) as readonly string[])).values()]
      if (claims.length === 0) continue
      const level = row.level === 'topic' ? ('topic' as const) : ('module' as const)
      const children = [{ label: row.label, headline: row.headline, claims }]
      const { questions } = await seeds.generate(
        { level, subject: row.subject, label: row.label, headline: row.headline, children },
        { signal },
      )
      const kept = { scope, memo, skill: 'seed questions', value: JSON.stringify(questions.length), made_at: clock.now() }
      await commit(context, [
        ...predictStatements(store.read, scope, questions, clock.now()),
        statement(
          store.read
            .insertInto('memos')
            .values(kept)
            .onConflict((conflict) => conflict.doNothing()),
        ),
      ])
      tally.make('questions', questions.length)
    } catch (cause) {
      await noteFailure(context, item, cause)
    }
  }
}

/** How many calls a sleep would make for it as things stand. */
export async function countSeeded(db: Kysely<Schema>, scope: ScopeId, recipe: string): Promise<number> {
  let count = 0
  for (const row of await askedAbout(db, scope)) {
    if (row.claims !== '[]' && !(await isAskedAbout(db, scope, memoOf(recipe, row)))) count += 1
    if (count === mostSeeded) break
  }
  return count
}

async function askedAbout(db: Kysely<Schema>, scope: ScopeId): Promise<readonly Selectable<DistillatesTable>[]> {
  return await db
    .selectFrom('distillates')
    .selectAll()
    .where('scope', '=', scope)
    .where('level', '!=', 'file')
    .where('state', '=', 'fresh')
    // What came with a bundle was asked about where that was made.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('verifications')
            .select('verifications.artefact')
            .whereRef('verifications.scope', '=', 'distillates.scope')
            .whereRef('verifications.artefact', '=', 'distillates.distillate')
            .where('verifications.by', '=', 'import'),
        ),
      ),
    )
    .orderBy('level')
    .orderBy('subject')
    .execute()
}

function memoOf(recipe: string, row: Pick<Selectable<DistillatesTable>, 'distillate' | 'claims' | 'headline'>): Digest {
  return digest('seed questions', recipe, row.distillate, row.claims, row.headline)
}

async function isAskedAbout(db: Kysely<Schema>, scope: ScopeId, memo: Digest): Promise<boolean> {
  return (await db.selectFrom('memos').select('memo').where('scope', '=', scope).where('memo', '=', memo).executeTakeFirst()) !== undefined
}
