import { z } from 'zod'
import { type Statement, statement } from '../spec/store.ts'
import type { SleepContext } from './sleep-context.ts'

const shape = z.object({ at: z.number(), embedder: z.string() })

const keyOf = ({ scope }: Pick<SleepContext, 'scope'>): string => `clustered:${scope}`

/** As much as noting it takes. */
export type ClusteringContext = Pick<SleepContext, 'store' | 'scope'> & { readonly embedder: Pick<SleepContext['embedder'], 'name'> }

/** When the scope's topics were last clustered as a whole, epoch ms, and over whose vectors; null where they never were. */
export async function clusteredAt(context: SleepContext): Promise<z.infer<typeof shape> | null> {
  const row = await context.store.read.selectFrom('meta').select('value').where('key', '=', keyOf(context)).executeTakeFirst()
  if (row === undefined) return null
  try {
    return shape.safeParse(JSON.parse(row.value)).data ?? null
  } catch {
    // Damaged: clustering once more repairs it.
    return null
  }
}

/** Notes that the topics were clustered as a whole at that time, epoch ms. */
export function clusteredStatement(context: ClusteringContext, at: number): Statement {
  const value = JSON.stringify({ at, embedder: context.embedder.name })
  return statement(
    context.store.read
      .insertInto('meta')
      .values({ key: keyOf(context), value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value })),
  )
}
