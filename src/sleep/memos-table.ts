import type { z } from 'zod'
import type { Clock } from '../spec/clock.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import { type Lease, statement } from '../spec/store.ts'

/** Results of paid calls, kept under the digest of everything they were made from. */
export interface Memos {
  /** What is kept, or null: a damaged memo is none. */
  read<Shape extends z.ZodType>(memo: string, shape: Shape): Promise<z.infer<Shape> | null>
  keep(memo: string, skill: string, value: unknown): Promise<void>
}

export interface MemosOptions {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  /** The sleep's lease. */
  readonly fence: Lease
}

/** Memos of one scope, written under a sleep's lease: once it is lost nothing more is kept. */
export function openMemos({ store, scope, clock, fence }: MemosOptions): Memos {
  return {
    async read(memo, shape) {
      const row = await store.read
        .selectFrom('memos')
        .select('value')
        .where('scope', '=', scope)
        .where('memo', '=', memo)
        .executeTakeFirst()
      return row === undefined ? null : (shape.safeParse(parsed(row.value)).data ?? null)
    },
    async keep(memo, skill, value) {
      const row = { scope, memo, skill, value: JSON.stringify(value), made_at: clock.now() }
      await store.write(
        [
          statement(
            store.read
              .insertInto('memos')
              .values(row)
              .onConflict((conflict) => conflict.columns(['scope', 'memo']).doUpdateSet(row)),
          ),
        ],
        { fence },
      )
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
