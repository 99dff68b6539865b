import { describe, expect, it } from 'vitest'
import type { Cutoff } from '../lineage/rungs/cutoff.ts'
import type { Claim } from '../spec/claim.ts'
import type { ClaimId } from '../spec/ids.ts'
import { sampleClaim, samplePassage } from '../testing/skill-samples.ts'
import type { FormerDistillate } from './former-distillate.ts'
import { keepFormerClaims } from './keep-former-claims.ts'
import type { SleepContext } from './sleep-context.ts'

const claimOf = (text: string, id: string): Claim => ({
  ...sampleClaim('limits.md', samplePassage('p1', text), text, { type: 'other', subject: 'jobs', value: null }),
  id: id as ClaimId,
})
const former = (...claims: readonly Claim[]) => ({ claims }) as unknown as FormerDistillate
const context = (model: string | null, cutoff?: Cutoff) =>
  ({ skills: { distiller: { model } }, ...(cutoff === undefined ? {} : { cutoff }) }) as unknown as SleepContext

const old = claimOf('A job runs for at most 15 minutes.', 'old')
const reworded = claimOf('A job runs at most for 15 minutes.', 'new')

describe('claims made anew', () => {
  it('that are those there were are the same output', () => {
    expect(keepFormerClaims(context('a/b'), former(old), [old])).toEqual({ claims: [old], rung: 'same-output' })
    expect(keepFormerClaims(context('a/b'), former(), [])).toMatchObject({ rung: 'same-output' })
  })

  it('in other words keep the old words and id, and take the new quotes', () => {
    const { claims, rung } = keepFormerClaims(context('a/b'), former(old), [reworded])
    expect(rung).toBe('same-claims')
    expect(claims).toEqual([{ ...reworded, id: 'old', text: old.text }])
  })

  it.each([
    ['without a model, whose words are those of the text', context(null)],
    ['where the rung is switched off', context('a/b', { off: ['same-claims'] })],
  ])('in other words are others %s', (_, at) => {
    expect(keepFormerClaims(at, former(old), [reworded])).toEqual({ claims: [reworded], rung: 'redone' })
  })

  it('with another number are others', () => {
    const other = claimOf(reworded.text.replace('15', '20'), 'new')
    expect(keepFormerClaims(context('a/b'), former(old), [other])).toEqual({ claims: [other], rung: 'redone' })
  })

  it('that say exactly the same elsewhere keep their id without a model too', () => {
    const moved = { ...old, id: 'moved' as ClaimId, quotes: reworded.quotes }
    expect(keepFormerClaims(context(null), former(old), [moved])).toEqual({ claims: [{ ...moved, id: 'old' }], rung: 'same-claims' })
  })

  it('of which one is more or one less are redone, the others kept', () => {
    const more = claimOf('The queue holds 5000 jobs.', 'more')
    expect(keepFormerClaims(context('a/b'), former(old), [reworded, more])).toMatchObject({
      rung: 'redone',
      claims: [{ id: 'old' }, { id: 'more' }],
    })
    expect(keepFormerClaims(context('a/b'), former(old, more), [old]).rung).toBe('redone')
    expect(keepFormerClaims(context('a/b'), null, [old]).rung).toBe('redone')
  })
})
