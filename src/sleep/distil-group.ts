import { type Selectable, sql } from 'kysely'
import { distillateId, distillateRow, putDistillateStatement } from '../distil/distillates-table.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { evidenceStatements } from '../lineage/evidence-pin.ts'
import { listReference } from '../lineage/mark-lists.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import type { Claim } from '../spec/claim.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { Rung } from '../spec/evidence.ts'
import type { DistillatesTable } from '../spec/schema.ts'
import type { GroupDistillate, GroupInput } from '../spec/skills.ts'
import type { Expectation } from '../spec/store.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { type FailedItem, noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** One child as a group is shown it: what it is, and its most needed claims. */
export interface GroupChild {
  readonly label: string
  readonly headline: string
  readonly claims: readonly Claim[]
}

export interface Group {
  readonly level: 'module' | 'topic'
  readonly subject: string
  readonly label: string
  readonly children: readonly GroupChild[]
}

/** Claims of a child that its group is shown. */
export const shownClaims = 12

/** Digest of everything a group is shown. */
export function groupInput({ label, children }: Pick<Group, 'label' | 'children'>): Digest {
  return digest(label, ...children.flatMap((child) => [child.label, child.headline, ...child.claims.map((claim) => claim.id)]))
}

export interface GroupState {
  /** What it was distilled to before. */
  readonly before: Selectable<DistillatesTable> | undefined
  /** What must still hold when it is committed. */
  readonly expect: readonly Expectation[]
}

/**
 * Distils one group unless what it is shown is what it was made from; returns what is stored of it then. Where a model
 * fails on it, what there was stays; null where there was nothing.
 */
export async function distilGroup(
  context: SleepContext,
  group: Group,
  { before, expect }: GroupState,
): Promise<Selectable<DistillatesTable> | null> {
  const { tally, clock, scope, store, skills } = context
  const db = store.read
  const id = distillateId(scope, group.level, group.subject)
  const input = groupInput(group)
  const log = (rung: Rung) =>
    verificationStatement(db, { scope, artefact: id, kind: 'distillate', rung, cause: '', by: 'sleep', at: clock.now() })
  if (before !== undefined && before.input === input && !recipeOwed(before.recipe, fileRecipe(skills))) {
    tally.keep('distillates')
    if (before.state === 'fresh') return before
    const where = sql<boolean>`distillate = ${id}`
    const events = ['support-back', 'confirmed'] as const
    const held = await commit(
      context,
      [...events.map((event) => artefactStatement(db, scope, event, { table: 'distillates', where })), log('same-prompt')],
      expect,
    )
    return held ? { ...before, state: 'fresh' } : before
  }
  const made = await attempt(context, group, { stage: 'distil', id, name: group.label, input })
  if (made === null) return before ?? null
  const write = {
    scope,
    level: group.level,
    subject: group.subject,
    label: group.label,
    headline: made.headline,
    claims: made.claims.map((claim) => claim.id),
    input,
    recipe: fileRecipe(skills),
    madeAt: clock.now(),
  }
  const row = distillateRow(write)
  const isSame = before !== undefined && before.headline === row.headline && before.claims === row.claims
  const committed = await commit(
    context,
    [
      putDistillateStatement(db, write),
      ...evidenceStatements(db, scope, id, 'distillate', [
        { role: 'listed', reference: listReference(group.level, group.subject), version: input, place: null },
      ]),
      log(isSame ? 'same-output' : context.isRemembered?.(made) === true ? 'same-prompt' : 'redone'),
    ],
    expect,
  )
  if (!committed) {
    tally.skip('changed while it was being summarised')
    return before ?? null
  }
  tally.make('distillates')
  return row
}

async function attempt(context: SleepContext, group: GroupInput, item: FailedItem): Promise<GroupDistillate | null> {
  if (await isQuarantined(context, item.id, item.stage, item.input)) {
    context.tally.skip('quarantined')
    return null
  }
  try {
    const made = await context.skills.distiller.distilGroup(group, { signal: context.signal })
    context.tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, item, cause)
    return null
  }
}
