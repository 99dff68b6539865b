import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reserveStatement, settleStatement } from '../ledger/ledger-table.ts'
import type { Purpose } from '../spec/ledger.ts'
import { statement } from '../spec/store.ts'
import { type CorpusFixture, createCorpusFixture } from '../testing/corpus-fixture.ts'
import { type ScriptedClock, scriptedClock } from '../testing/scripted-clock.ts'
import { openCallEconomy } from './call-economy.ts'
import type { PaidCall } from './paid-calls.ts'

let fixture: CorpusFixture
let clock: ScriptedClock
beforeEach(async () => {
  fixture = await createCorpusFixture()
  clock = scriptedClock()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const open = () => openCallEconomy({ store: fixture.store, clock, spender: fixture.scope, price: () => null })
const failed = (kind: PaidCall['kind'], count: number): readonly PaidCall[] => Array.from({ length: count }, () => ({ kind, paid: false }))

let asks = 0
async function record(calls: readonly PaidCall[]): Promise<void> {
  const { store, scope } = fixture
  asks += 1
  clock.advance(1_000)
  const row = { scope, ask: `ask${asks}`, at: clock.now(), question: '', served: 'live' as const, entry: null, prepared_by: null }
  const decision = JSON.stringify({ considered: [], calls })
  await store.write([statement(store.read.insertInto('records').values({ ...row, session: null, answer: '{}', decision }))])
}

async function pay(purpose: Purpose, calls: number, tokens: number): Promise<void> {
  const { store, scope } = fixture
  for (let at = 0; at < calls; at += 1) {
    const id = `${purpose} ${at}`
    const context = { scope, cause: id, side: 'ask', purpose } as const
    const settled = { inputTokens: tokens, cachedTokens: 0, outputTokens: 0, micros: null }
    await store.write([
      reserveStatement(store.read, { id, context, at: clock.now(), model: 'm', tokens, micros: null }),
      settleStatement(store.read, id, settled),
    ])
  }
}

describe('which calls an ask does without', () => {
  it('is told by the records of earlier asks, also of other processes', async () => {
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(true)
    for (let at = 0; at < 4; at += 1) await record(failed('edit', 1))
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(false)
    expect(await open().isWorth(fixture.scope, 'rewrite')).toBe(true)
  })

  it('is told by what such calls and live answers cost in the scope', async () => {
    for (let at = 0; at < 10; at += 1) await record([{ kind: 'edit', paid: at % 2 === 0 }])
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(false)
    await pay('ask', 40, 9_000)
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(true)
    await pay('adapt', 40, 9_000)
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(false)
  })

  it('takes what an ask came to at once, and reads nothing anew within a minute', async () => {
    const economy = open()
    expect(await economy.isWorth(fixture.scope, 'edit')).toBe(true)
    await economy.learn(fixture.scope, failed('edit', 4))
    expect(await economy.isWorth(fixture.scope, 'edit')).toBe(false)
    for (let at = 0; at < 20; at += 1) await record([{ kind: 'edit', paid: true }])
    await pay('ask', 40, 9_000)
    await economy.learn(fixture.scope, [])
    expect(await economy.isWorth(fixture.scope, 'edit')).toBe(false)
    clock.advance(61_000)
    expect(await economy.isWorth(fixture.scope, 'edit')).toBe(false)
    await economy.learn(fixture.scope, [])
    expect(await economy.isWorth(fixture.scope, 'edit')).toBe(true)
  })

  it('tries again once the asks that failed have passed', async () => {
    await record(failed('edit', 4))
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(false)
    for (let at = 0; at < 400; at += 1) await record([])
    expect(await open().isWorth(fixture.scope, 'edit')).toBe(true)
  })
})
