import { heuristicRungs } from '../../src/spec/evidence.ts'
import { claimKeys, type ScopeState } from '../../src/testing/scope-state.ts'
import { entriesOf, verificationsSince } from './entries-of.ts'

/** What a rung that judges let stand, and how much of it a rebuild, which has no rungs, has otherwise. */
export interface HeuristicError {
  readonly rung: string
  readonly held: number
  readonly wrong: number
  readonly examples: readonly string[]
}

/** Compares everything whose last change stopped at a heuristic rung with a rebuild. */
export function heuristicErrors(database: string, rebuilt: ScopeState): readonly HeuristicError[] {
  const entries = entriesOf(database)
  const claims = claimKeys(database)
  const byQuestion = new Map([...rebuilt.answers.values()].map((answer) => [answer.question, answer]))
  const rebuiltClaims = new Set([...rebuilt.claims.values()].flat())
  const verified = verificationsSince(database, 0)
  return heuristicRungs.map((rung) => {
    const held = verified.filter((one) => one.rung === rung)
    const examples = held.flatMap(({ artefact }) => {
      const entry = entries.get(artefact)
      const claim = claims.get(artefact)
      if (claim !== undefined) return rebuiltClaims.has(claim) ? [] : [`claim ${artefact}`]
      const other = entry === undefined || entry.state !== 'fresh' ? undefined : byQuestion.get(entry.question)
      return other === undefined || other.alike === entry?.alike ? [] : [other.question]
    })
    return { rung, held: held.length, wrong: examples.length, examples: examples.slice(0, 10) }
  })
}
