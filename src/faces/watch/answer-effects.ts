import type { Kysely } from 'kysely'
import type { Rung } from '../../spec/evidence.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

/** What a sync did to prepared answers. */
export interface AnswerEffects {
  /** No longer served: what they cite has changed or is gone. */
  readonly withdrawn: number
  /** Checked before they are served again. */
  readonly doubted: number
  /** Reached by a change that did not touch what they rest on; served as before. */
  readonly kept: number
  /** Served again, as what they cite is back. */
  readonly revived: number
}

/** When a sync began, for {@link answerEffects}. */
export interface EffectsMark {
  readonly revision: number
  /** Epoch ms. */
  readonly at: number
}

/** Rungs that leave an answer served as it is. */
const keeping: readonly Rung[] = ['same-normal', 'same-projection', 'same-prompt', 'quotes-unmoved', 'watch-held', 'list-held']

/** Marks the beginning of a sync. */
export async function effectsMark(db: Kysely<Schema>, scope: ScopeId, at: number): Promise<EffectsMark> {
  const row = await db.selectFrom('scopes').select('revision').where('scope', '=', scope).executeTakeFirst()
  return { revision: row?.revision ?? 0, at }
}

/** What has happened to a scope's prepared answers since the mark. */
export async function answerEffects(db: Kysely<Schema>, scope: ScopeId, mark: EffectsMark): Promise<AnswerEffects> {
  const states = await db
    .selectFrom('entries')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('scope', '=', scope)
    .where('revision', '>', mark.revision)
    .where('kind', '=', 'answer')
    .groupBy('state')
    .execute()
  const rungs = await db
    .selectFrom('verifications')
    .select(['rung', ({ fn }) => fn.countAll<number>().as('count')])
    .where('scope', '=', scope)
    .where('artefact_kind', '=', 'entry')
    .where('by', '=', 'sync')
    .where('at', '>=', mark.at)
    .groupBy('rung')
    .execute()
  const inState = (...wanted: readonly string[]) => sum(states.filter(({ state }) => wanted.includes(state)))
  const atRung = (...wanted: readonly Rung[]) => sum(rungs.filter(({ rung }) => wanted.includes(rung)))
  return {
    withdrawn: inState('stale', 'dormant'),
    doubted: inState('suspect'),
    kept: atRung(...keeping),
    revived: atRung('revived'),
  }
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + Number(count), 0)
}
