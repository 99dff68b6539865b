import { digest } from '../spec/digest.ts'
import type { Statement } from '../spec/store.ts'
import { statement } from '../spec/store.ts'
import type { SleepContext, SleepSkills } from './sleep-context.ts'

const tries = 2

/** What an item is set aside under: another recipe tries it again. */
type Distilling = Pick<SleepContext, 'store' | 'scope'> & {
  readonly skills: { readonly distiller: Pick<SleepSkills['distiller'], 'recipe'> }
}

/** An item that failed as often as it is tried at the same input is left alone until its input changes. */
export async function isQuarantined(context: Distilling, item: string, stage: string, input: string): Promise<boolean> {
  const row = await context.store.read
    .selectFrom('quarantine')
    .select('attempts')
    .where('scope', '=', context.scope)
    .where('item', '=', quarantineItem(context, item, input))
    .where('stage', '=', stage)
    .executeTakeFirst()
  return (row?.attempts ?? 0) >= tries
}

/** Counts one failure with its reason. */
export function quarantineStatement(context: SleepContext, item: string, stage: string, input: string, reason: string): Statement {
  const db = context.store.read
  return statement(
    db
      .insertInto('quarantine')
      .values({ scope: context.scope, item: quarantineItem(context, item, input), stage, reason, attempts: 1, at: context.clock.now() })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'item', 'stage'])
          .doUpdateSet((row) => ({ attempts: row('quarantine.attempts', '+', 1), reason, at: context.clock.now() })),
      ),
  )
}

function quarantineItem(context: Distilling, item: string, input: string): string {
  return digest('quarantine', item, input, context.skills.distiller.recipe)
}
