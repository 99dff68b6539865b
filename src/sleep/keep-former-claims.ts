import { isRungOn, wholeLadder } from '../lineage/rungs/cutoff.ts'
import { sameClaims } from '../lineage/rungs/same-claims.ts'
import type { Claim } from '../spec/claim.ts'
import type { Rung } from '../spec/evidence.ts'
import type { FormerDistillate } from './former-distillate.ts'
import type { SleepContext } from './sleep-context.ts'

/** Claims made anew, those that say what a former one said under its id. */
export interface ComparedClaims {
  readonly claims: readonly Claim[]
  /** `same-output`: they are those there were. `same-claims`: in other words. `redone`: others. */
  readonly rung: Rung
}

/**
 * Compares claims made anew with the former ones. One that says the same keeps the former's id, and its words where a
 * model would only have put them otherwise, with the quotes it has now; so nothing made of it is made again.
 */
export function keepFormerClaims(
  { cutoff = wholeLadder, skills }: SleepContext,
  former: FormerDistillate | null,
  made: readonly Claim[],
): ComparedClaims {
  if (former === null) return { claims: made, rung: 'redone' }
  const known = new Map<string, Claim>(former.claims.map((claim) => [claim.id, claim]))
  const open = former.claims.filter((claim) => !made.some((one) => one.id === claim.id))
  const others = made.filter((claim) => !known.has(claim.id))
  const judges = skills.distiller.model !== null && isRungOn(cutoff, 'same-claims')
  const heirs = new Map(
    sameClaims(open, others).flatMap(({ old, made: draft }) => (judges || saysExactly(old, draft as Claim) ? [[draft, old] as const] : [])),
  )
  const claims = made.map((claim): Claim => {
    const old = heirs.get(claim)
    return old === undefined ? claim : { ...claim, id: old.id, subject: old.subject, text: old.text }
  })
  const isSame = claims.length === former.claims.length && claims.every((claim) => known.has(claim.id))
  if (!isSame) return { claims, rung: 'redone' }
  return { claims, rung: heirs.size === 0 ? 'same-output' : 'same-claims' }
}

function saysExactly(old: Claim, made: Claim): boolean {
  return old.text === made.text && old.subject === made.subject && old.type === made.type && old.value === made.value
}
