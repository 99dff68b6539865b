import type { ChannelKind } from '../spec/channel.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { SpendContext } from '../spec/ledger.ts'
import type { Random } from '../spec/random.ts'
import type { Store } from '../spec/store.ts'
import { currentAttribution } from './attribution.ts'
import { capExpectations, type LedgerRow, releaseStatement, reserveStatement, type Settlement, settleStatement } from './ledger-table.ts'
import { refusedReservation } from './refused-reservation.ts'
import type { SpendCap } from './spend-cap.ts'

/** The worst case of one call, to be held against its side's caps. */
export interface Reservation {
  readonly context: SpendContext
  readonly model: string
  /** Default `direct`. */
  readonly channel?: ChannelKind
  readonly tokens: number
  /** Micro-dollars, or null where the model's price is unknown. */
  readonly micros: number | null
}

/** The ledger of one store: what calls reserved and what they used. */
export interface Ledger {
  /**
   * Commits the reservation if every cap allows it and resolves to its row's id. Throws `budget-refused` otherwise, with
   * nothing written. A crash from here on leaves the row, which goes on counting in full. It is booked to what it is
   * attributed to here.
   */
  reserve(reservation: Reservation, caps: readonly SpendCap[]): Promise<string>
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
    async reserve(reservation, caps) {
      const row: LedgerRow = { ...reservation, ...currentAttribution(), id: random.id(), at: clock.now() }
      const expectations = capExpectations(store.read, caps, row)
      const expect = expectations.map(({ statement, equals }) => ({ statement, equals }))
      const outcome = await store.write([reserveStatement(store.read, row)], { expect })
      if (outcome.committed) return row.id
      const cap = expectations[outcome.index]?.cap
      if (cap === undefined) throw new ReverieError('internal', 'The ledger could not reserve a call although no cap refused it.')
      throw await refusedReservation(store, row, cap)
    },
    async settle(id, settlement) {
      await store.write([settleStatement(store.read, id, settlement)])
    },
    async release(id) {
      await store.write([releaseStatement(store.read, id)])
    },
  }
}
