import { expect, it } from 'vitest'
import type { Account } from './account.ts'
import { type PurseInput, purseOf, trialAnswers } from './purse.ts'

const account = (spent: number, saved: number, ms = 0): Account => ({
  asks: 50,
  hits: 10,
  spent: { calls: 1, tokens: spent, micros: spent, unpriced: 0 },
  saved: { asks: 10, tokens: saved, micros: saved, unpriced: 0, ms },
})
const purse = (given: Partial<PurseInput>) =>
  purseOf({
    mandate: 'schedule',
    account: account(0, 0),
    recurring: 0,
    live: { worth: 150, cost: 100, tokens: 50 },
    isPriced: true,
    valueOfSecond: 1_000,
    returnFloor: 1,
    ...given,
  })

it('gives a sleep that began by itself nothing until asks come again, and then what they would have spared', () => {
  expect(purse({})).toMatchObject({ left: 0, why: expect.stringContaining('no ask has come again yet') })
  expect(purse({ recurring: 4 }).left).toBe(600)
  expect(purse({ recurring: 4, returnFloor: 2 }).left).toBe(300)
})

it('gives what was saved where that is more, waiting included, less what was spent', () => {
  expect(purse({ recurring: 1, account: account(200, 500) }).left).toBe(300)
  expect(purse({ account: account(200, 500, 2_000) }).left).toBe(2_300)
  expect(purse({ account: account(700, 500) })).toMatchObject({ left: 0, why: expect.stringContaining('spent what it earned') })
})

it('tries the cost of some live answers beside, where somebody asked for the sleep, once', () => {
  expect(purse({ mandate: 'hand' }).left).toBe(trialAnswers * 100)
  expect(purse({ mandate: 'hand', account: account(trialAnswers * 100, 0) })).toMatchObject({
    left: 0,
    why: expect.stringContaining('was tried'),
  })
})

it('leaves it to the caps where somebody said how much, or wants no return', () => {
  expect(purse({ mandate: 'budget' }).left).toBeNull()
  expect(purse({ returnFloor: 0 }).left).toBeNull()
})

it('counts tokens where the price is unknown now, and calls of an unknown price at what they would cost now', () => {
  const mixed: Account = { ...account(0, 0), spent: { calls: 2, tokens: 40, micros: 10, unpriced: 1 } }
  expect(purse({ account: mixed, recurring: 1 }).left).toBe(150 - 40 * 2)
  const live = { worth: 60, cost: 50, tokens: 50 }
  expect(purse({ account: account(40, 0), recurring: 1, isPriced: false, live }).left).toBe(20)
})
