import type { Kysely } from 'kysely'
import { usualCalls } from '../ledger/usual-calls.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { ModelPrice, Purpose } from '../spec/ledger.ts'
import type { Schema } from '../spec/schema.ts'
import type { Store } from '../spec/store.ts'
import { type CallOutcomes, isWorthCall, type OptionalCall, optionalCalls } from './is-worth-call.ts'

/** Decides which calls of a model an ask does without, by what such calls came to in the scope. */
export interface CallEconomy {
  /** Whether a call is worth its cost now. What is known of the scope is read at most once a minute. */
  isWorth(scope: ScopeId, kind: OptionalCall): Promise<boolean>
  /** Takes what the calls of one ask came to; after the answer. */
  learn(scope: ScopeId, calls: readonly { readonly kind: OptionalCall; readonly paid: boolean }[]): Promise<void>
}

export interface CallEconomyParts {
  readonly store: Pick<Store, 'read'>
  readonly clock: { readonly now: () => number }
  /** The scope that the ledger counts the asks of this process to. */
  readonly spender: ScopeId
  /** Of a direct call at a time; null where it is unknown: then tokens are compared. */
  readonly price: (at: number) => ModelPrice | null
}

/** Asks whose calls are counted, the last ones: what was given up is tried again once they have passed. */
const counted = 400
const holdsMs = 60_000
const paidMs = 90 * 86_400_000
/** The usual figures count like this many calls. */
const usualWeight = 5

/** Opens it over what the records of asks and the ledger say. */
export function openCallEconomy({ store, clock, spender, price }: CallEconomyParts): CallEconomy {
  const known = new Map<ScopeId, Known>()
  const load = async (scope: ScopeId): Promise<Known> => {
    const now = clock.now()
    const [outcomes, costs] = await Promise.all([lastOutcomes(store.read, scope), callCosts(store.read, spender, now - paidMs)])
    const read = { at: now, outcomes, costs }
    known.set(scope, read)
    return read
  }
  return {
    async isWorth(scope, kind) {
      const { outcomes, costs } = known.get(scope) ?? (await load(scope))
      const of = price(clock.now())
      const cost = (purpose: CostPurpose) => {
        const { input, output } = costs[purpose]
        return of === null ? input + output : input * of.input + output * of.output
      }
      // What an edit says is judged before it is served.
      const callCost = kind === 'edit' ? cost('adapt') + cost('verify') : cost(kind === 'rewrite' ? 'rewrite' : 'verify')
      return isWorthCall({ kind, outcomes: outcomes.get(kind) ?? none, liveCost: cost('ask'), hitCost: 0, callCost })
    },
    async learn(scope, calls) {
      const last = known.get(scope)
      if (last === undefined && calls.length === 0) return
      const { outcomes } = last !== undefined && Math.abs(clock.now() - last.at) < holdsMs ? last : await load(scope)
      // The record of this ask is not written yet.
      for (const { kind, paid } of calls) {
        const { tried, paid: before } = outcomes.get(kind) ?? none
        outcomes.set(kind, { tried: tried + 1, paid: before + (paid ? 1 : 0) })
      }
    },
  }
}

interface Known {
  readonly at: number
  readonly outcomes: Map<OptionalCall, CallOutcomes>
  readonly costs: Costs
}

const none: CallOutcomes = { tried: 0, paid: 0 }

const costPurposes = ['ask', 'verify', 'adapt', 'rewrite'] as const
type CostPurpose = (typeof costPurposes)[number]
type Costs = Readonly<Record<CostPurpose, { readonly input: number; readonly output: number }>>

const usual = {
  ask: usualCalls.reading,
  verify: usualCalls.matching,
  adapt: usualCalls.editing,
  rewrite: usualCalls.rewriting,
} as const satisfies Readonly<Record<CostPurpose, unknown>>

async function lastOutcomes(db: Kysely<Schema>, scope: ScopeId): Promise<Map<OptionalCall, CallOutcomes>> {
  const last = db.selectFrom('records').select('decision').where('scope', '=', scope).orderBy('at', 'desc').limit(counted)
  const rows = await db.selectFrom(last.as('last')).select('decision').where('decision', 'like', '%"calls":[{%').execute()
  const outcomes = new Map<OptionalCall, CallOutcomes>()
  for (const { decision } of rows) {
    const { calls = [] } = JSON.parse(decision) as { readonly calls?: readonly { readonly kind: string; readonly paid: boolean }[] }
    for (const { kind, paid } of calls) {
      const own = optionalCalls.find((one) => one === kind)
      if (own === undefined) continue
      const before = outcomes.get(own) ?? none
      outcomes.set(own, { tried: before.tried + 1, paid: before.paid + (paid ? 1 : 0) })
    }
  }
  return outcomes
}

/** Mean tokens of a call of each purpose that asks made, shrunk to the usual ones. */
async function callCosts(db: Kysely<Schema>, scope: ScopeId, since: number): Promise<Costs> {
  const rows = await db
    .selectFrom('ledger')
    .select(({ fn }) => [
      'purpose',
      fn.countAll<number>().as('calls'),
      fn.sum<number>('input_tokens').as('input'),
      fn.sum<number>('output_tokens').as('output'),
    ])
    .where('scope', '=', scope)
    .where('side', '=', 'ask')
    .where('state', '=', 'settled')
    .where('at', '>=', since)
    .groupBy('purpose')
    .execute()
  const mean = (purpose: CostPurpose) => {
    const row = rows.find((one) => one.purpose === (purpose satisfies Purpose))
    const calls = Number(row?.calls ?? 0) + usualWeight
    const { prompt, answer } = usual[purpose]
    return {
      input: (Number(row?.input ?? 0) + usualWeight * prompt) / calls,
      output: (Number(row?.output ?? 0) + usualWeight * answer) / calls,
    }
  }
  return { ask: mean('ask'), verify: mean('verify'), adapt: mean('adapt'), rewrite: mean('rewrite') }
}
