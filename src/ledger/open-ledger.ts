import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Random } from '../spec/random.ts'
import type { Store } from '../spec/store.ts'
import {
  capExpectations,
  type LedgerRow,
  releaseStatement,
  reserveStatement,
  type Settlement,
  settleStatement,
  spentInWindow,
} from './ledger-table.ts'
import { microsPerDollar } from './money.ts'
import type { SpendCap } from './spend-cap.ts'

/** The worst case of one call, to be held against its side's cap. */
export interface Reservation {
  readonly context: SpendContext
  readonly model: string
  readonly tokens: number
  /** Micro-dollars, or null where the model's price is unknown. */
  readonly micros: number | null
}

/** The ledger of one store: what calls reserved and what they used. */
export interface Ledger {
  /**
   * Commits the reservation if the cap allows it and resolves to its row's id. Throws `budget-refused` otherwise, with
   * nothing written. A crash from here on leaves the row, which goes on counting in full.
   */
  reserve(reservation: Reservation, cap: SpendCap | null): Promise<string>
  /** Replaces a reservation by what was used. */
  settle(id: string, settlement: Settlement): Promise<void>
  /** Takes a reservation back: the call never left, or was turned away unread. */
  release(id: string): Promise<void>
}

export interface LedgerDependencies {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

export function openLedger({ store, clock, random }: LedgerDependencies): Ledger {
  return {
    async reserve(reservation, cap) {
      const row: LedgerRow = { ...reservation, id: random.id(), at: clock.now() }
      const expectations = cap === null ? [] : capExpectations(store.read, cap, row)
      const expect = expectations.map(({ statement, equals }) => ({ statement, equals }))
      const outcome = await store.write([reserveStatement(store.read, row)], { expect })
      if (outcome.committed) return row.id
      throw await refused(store, row, cap, expectations[outcome.index]?.limit)
    },
    async settle(id, settlement) {
      await store.write([settleStatement(store.read, id, settlement)])
    },
    async release(id) {
      await store.write([releaseStatement(store.read, id)])
    },
  }
}

const windows = { cause: 'this run', day: 'today', ever: 'ever' } as const

async function refused(store: Store, row: LedgerRow, cap: SpendCap | null, limit: string | undefined): Promise<ReverieError> {
  const { side, purpose } = row.context
  if (cap === null || limit === undefined)
    return new ReverieError('internal', 'The ledger could not reserve a call although no cap refused it.')
  const spent = await spentInWindow(store.read, cap, row.context, row.at)
  const money = limit.startsWith('$')
  const needs = money ? `$${((row.micros ?? 0) / microsPerDollar).toFixed(4)}` : `${row.tokens} tokens`
  const gone = money ? `$${(spent.micros / microsPerDollar).toFixed(4)}` : `${spent.tokens} tokens`
  return new ReverieError(
    'budget-refused',
    `The ${side} budget of ${limit} for ${windows[cap.per]} does not allow a call for ${purpose} that may need ${needs}: ${gone} are spent or reserved.`,
    {
      hint:
        side === 'sleep'
          ? 'Raise --budget, or let the next sleep go on from here.'
          : 'Raise askBudget (REVERIE_ASK_BUDGET), or ask without a model; what is prepared is served all the same.',
    },
  )
}
