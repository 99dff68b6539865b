import { expect, test } from 'vitest'
import type { GuardFinding } from '../../preanswer/guards/guard.ts'
import { type FeatureName, featureNames } from './feature-names.ts'
import { leadsItsEvidence } from './leads-its-evidence.ts'
import { type MatchView, matchFeatures } from './match-features.ts'
import { createFormReader } from './question-form.ts'
import { rarityOver } from './rarity.ts'

const formOf = createFormReader()
const meanings: Readonly<Record<string, number>> = { 'buy purchase': 0.8, 'purchase buy': 0.8 }
const words = { name: 'two words', similarity: (one: string, other: string) => (one === other ? 1 : (meanings[`${one} ${other}`] ?? 0)) }

function seen(asked: string, prepared: string, view: Partial<MatchView> = {}): (name: FeatureName) => number {
  const features = matchFeatures(
    {
      asked: formOf(asked),
      prepared: formOf(prepared),
      similarity: 0.9,
      lead: null,
      agreement: 1,
      nearMiss: null,
      guards: [],
      evidence: null,
      ...view,
    },
    { rarity: () => 1, words },
  )
  expect(features).toHaveLength(featureNames.length)
  expect(features.every(Number.isFinite)).toBe(true)
  return (name) => features[featureNames.indexOf(name)] ?? Number.NaN
}

test('a word of the same meaning explains, another does not', () => {
  const bought = seen('where can I buy tickets', 'where can I purchase tickets')
  const sold = seen('where can I sell tickets', 'where can I purchase tickets')
  expect(bought('mostUnexplained')).toBeCloseTo(0.1)
  expect(sold('mostUnexplained')).toBeCloseTo(0.5)
  expect(bought('sharedOfAsked')).toBe(0.5)
})

test('a minimal edit shares its frame, a rewording does not', () => {
  const edit = seen('how many days does a refund take', 'how many weeks does a refund take')
  const reworded = seen('time until money comes back', 'how many weeks does a refund take')
  expect(edit('edited')).toBe(1)
  expect(edit('frameRarest')).toBeGreaterThan(0.5)
  expect(reworded('edited')).toBe(0)
  expect(reworded('frameRarest')).toBeLessThan(edit('frameRarest'))
})

test('small telling words are told, idle ones are not', () => {
  expect(seen('is it sent before payment', 'is it sent after payment')('tellingWords')).toBeGreaterThan(0)
  expect(seen('can the item be returned', 'could an item be returned')('tellingWords')).toBe(0)
})

test('the same words the other way round are reordered', () => {
  expect(seen('convert json to yaml', 'convert yaml to json')('reordered')).toBeGreaterThan(0)
  expect(seen('convert json to yaml', 'convert json to yaml')('reordered')).toBe(0)
})

test('unresolved guards count, resolved ones do not', () => {
  const finding = (resolved: boolean): GuardFinding => ({ guard: 'numbers', saw: 'asked 5, prepared for 3', resolved })
  expect(seen('a b', 'a b', { guards: [finding(false)] })('guard numbers')).toBe(1)
  expect(seen('a b', 'a b', { guards: [finding(true)] })('guard numbers')).toBe(0)
})

test('a rival counts the more the nearer it is, and nothing far away', () => {
  expect(seen('a', 'a', { lead: 0.1 })('rival')).toBeCloseTo(0.2)
  expect(seen('a', 'a', { lead: 0.5 })('rival')).toBe(0)
  expect(seen('a', 'a', { lead: -0.1 })('rival')).toBeCloseTo(0.4)
})

test('without evidence nothing is held against it; with it the best passage must be its own', () => {
  const evidenceOf = (evidence: MatchView['evidence']) =>
    matchFeatures(
      { asked: formOf('a'), prepared: formOf('a'), similarity: 1, lead: null, agreement: 1, nearMiss: null, guards: [], evidence },
      { rarity: () => 1, words },
    )
  expect(leadsItsEvidence(evidenceOf(null))).toBe(true)
  expect(leadsItsEvidence(evidenceOf({ cited: 0.7, elsewhere: 0.6 }))).toBe(true)
  expect(leadsItsEvidence(evidenceOf({ cited: 0.6, elsewhere: 0.7 }))).toBe(false)
})

test('rare words weigh more than common ones', () => {
  const rarity = rarityOver(['the red cat', 'the red dog', 'the blue cat'])
  expect(rarity('dog')).toBeGreaterThan(rarity('red'))
  expect(rarity('unheard')).toBe(1)
  expect(rarityOver([])('any')).toBe(1)
})
