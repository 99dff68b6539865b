import { expect, it } from 'vitest'
import type { Claim } from '../../spec/claim.ts'
import { sampleClaim, samplePassage } from '../../testing/skill-samples.ts'
import { distilGroup } from './distil-group.ts'

const child = (label: string, count: number) => {
  const passage = samplePassage(label, Array.from({ length: count }, (_, index) => `${label} says ${index}.`).join(' '))
  const claims: readonly Claim[] = Array.from({ length: count }, (_, index) =>
    sampleClaim(label, passage, `${label} says ${index}.`, { subject: `${label} ${index}`, salience: 0.9 - index / 100 }),
  )
  return { label, headline: `About ${label}.`, claims }
}

it('takes from every child in turn, so that none fills the summary', () => {
  const { claims } = distilGroup({ level: 'module', subject: 'docs', label: 'docs', children: [child('Tides', 80), child('Winds', 2)] })
  expect(claims).toHaveLength(60)
  expect(claims.filter((claim) => claim.subject.startsWith('Winds'))).toHaveLength(2)
})

it('names the children, and what they share once', () => {
  const headline = (labels: readonly string[]) =>
    distilGroup({ level: 'module', subject: 'docs', label: 'docs', children: labels.map((label) => child(label, 1)) }).headline
  expect(headline(['Cors Middleware', 'Cache Middleware'])).toBe('2 documents on middleware: Cors, Cache')
  expect(headline(['Tides', 'Winds'])).toBe('2 documents: Tides, Winds')
  expect(headline(['Tides'])).toBe('About Tides.')
})
