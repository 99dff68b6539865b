import { type Ledger, type LedgerDependencies, openLedger } from '../ledger/open-ledger.ts'
import type { SpendCap } from '../ledger/spend-cap.ts'
import type { Store } from '../spec/store.ts'
import { scheduledSettings } from './cap-schedules.ts'

/** A ledger with one fault, to show that the schedules would find it. */
export interface CapMutant {
  readonly name: string
  /** What it must be caught at: caps passed, or calls refused for no reason. */
  readonly fault: 'passes' | 'refuses'
  readonly open: (dependencies: LedgerDependencies) => Ledger
}

/** Faults of a reservation's check: a window left out, counted too narrowly or too widely, or checked at another moment. */
export const capMutants: readonly CapMutant[] = [
  ...scheduledSettings.map((setting) =>
    passes(
      `the cap "${setting}" is left out`,
      only((cap) => cap.setting !== setting),
    ),
  ),
  ...scheduledSettings.flatMap((setting) => [
    passes(`the cap "${setting}" minds no tokens`, changed(setting, { tokens: null })),
    passes(`the cap "${setting}" minds no money`, changed(setting, { usd: null })),
  ]),
  passes('a month counts its day alone', changed('month', { per: 'day' })),
  passes('a month over all scopes counts its day alone', changed('everywhere month', { per: 'day' })),
  passes('a day counts its run alone', changed('day', { per: 'cause' })),
  passes(
    'what holds everywhere counts the scope and side alone',
    caps((cap) => [scoped(cap)]),
  ),
  passes('a purpose counts its run alone', changed('purpose', { per: 'cause' })),
  passes('a reservation counts half of its worst case', (dependencies) => {
    const ledger = openLedger(dependencies)
    return {
      ...ledger,
      reserve: ({ tokens, micros, ...rest }, held) =>
        ledger.reserve({ ...rest, tokens: Math.floor(tokens / 2), micros: micros === null ? null : Math.floor(micros / 2) }, held),
    }
  }),
  passes('what a crashed process left is given back when it starts again', (dependencies) => {
    const { store } = dependencies
    const ledger = openLedger(dependencies)
    const open = { sql: "update ledger set state = 'released' where state = 'reserved'", parameters: [] }
    let cleared: Promise<unknown> | null = null
    return {
      ...ledger,
      reserve: async (reservation, held) => {
        cleared ??= store.write([open])
        await cleared
        return await ledger.reserve(reservation, held)
      },
    }
  }),
  passes('the check is made before the write, not in it', (dependencies) =>
    openLedger({ ...dependencies, store: checkingFirst(dependencies.store) }),
  ),
  passes('days end at the local midnight of five hours west', later(-5)),
  passes('days end at the local midnight of nine hours east', later(9)),
  refuses('a day counts all of its month', changed('day', { per: 'month' })),
  refuses('a run counts all of its day', changed('run', { per: 'day' })),
  refuses('a month counts all there ever was', changed('month', { per: 'ever' })),
  refuses('a day counts all scopes and both sides', changed('day', { where: 'everywhere' })),
  refuses(
    'a purpose holds for every purpose',
    caps(({ purpose: _, ...cap }) => [cap]),
  ),
]

type Open = CapMutant['open']

function passes(name: string, open: Open): CapMutant {
  return { name, fault: 'passes', open }
}

function refuses(name: string, open: Open): CapMutant {
  return { name, fault: 'refuses', open }
}

function caps(map: (cap: SpendCap) => readonly SpendCap[]): Open {
  return (dependencies) => {
    const ledger = openLedger(dependencies)
    return { ...ledger, reserve: (reservation, held) => ledger.reserve(reservation, held.flatMap(map)) }
  }
}

function only(keeps: (cap: SpendCap) => boolean): Open {
  return caps((cap) => (keeps(cap) ? [cap] : []))
}

function changed(setting: string, change: Partial<SpendCap>): Open {
  return caps((cap) => [cap.setting === setting ? { ...cap, ...change } : cap])
}

function scoped({ where: _, ...cap }: SpendCap): SpendCap {
  return cap
}

function later(hours: number): Open {
  return ({ clock, ...rest }) => openLedger({ ...rest, clock: { ...clock, now: () => clock.now() + hours * 3_600_000 } })
}

/** A store that looks whether what is expected holds, and then writes without expecting it. */
function checkingFirst(store: Store): Store {
  return {
    ...store,
    write: async (statements, { expect = [], ...options } = {}) => {
      const values = await Promise.all(
        expect.map(async ({ statement }) => {
          const { rows } = await store.read.executeQuery<Record<string, unknown>>({
            ...statement,
            query: { kind: 'RawNode', sqlFragments: [statement.sql], parameters: [] },
            queryId: { queryId: 'check' },
          })
          return Object.values(rows[0] ?? {})[0]
        }),
      )
      const index = expect.findIndex(({ equals }, at) => Number(values[at]) !== equals)
      if (index >= 0) return { committed: false, reason: 'expectation', index }
      return await store.write(statements, options)
    },
  }
}
