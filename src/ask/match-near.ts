import { type ConsideredCandidate, decideMatch } from '../cache/decide-match.ts'
import type { Entry } from '../cache/entry.ts'
import type { ScoredUnit, Verifier } from '../spec/skills.ts'
import type { AskInput, AskTrail, ReadyScope } from './ask-types.ts'

const nearest = 16
/** Of them this many are looked at below the bar, to tell what came nearest. */
const told = 4

export interface NearInput {
  readonly input: AskInput
  readonly policy: string
  readonly vector: Int8Array
  readonly evidence: readonly { readonly at: ReadyScope; readonly units: readonly ScoredUnit[] }[]
  readonly skills: { readonly verifier: Verifier }
  readonly trail: AskTrail
}

export interface NearCandidate {
  readonly at: ReadyScope
  readonly entry: Entry
  readonly preparedFor: string
}

/** Matches the question in each scope and takes the best supported entry; at most one, or none with the reason in the trail. */
export async function matchNear({ input, policy, vector, evidence, skills, trail }: NearInput): Promise<readonly NearCandidate[]> {
  const served: { readonly at: ReadyScope; readonly candidate: ConsideredCandidate }[] = []
  for (const { at, units } of evidence) {
    const keys = await at.scope.keysFor(policy)
    const matches = keys.nearest(vector, nearest).filter(({ similarity }, at) => at < told || similarity >= input.bar.similarity)
    const entries = await keys.entries([...new Set(matches.map((match) => match.entry))])
    const decision = await decideMatch({
      matches,
      entries,
      bar: input.bar,
      judge: async (entry, preparedFor) => {
        const match = { question: input.question, preparedFor, body: entry.body, live: units, region: entry.region }
        const verdict = await skills.verifier.judgeMatch(match, { signal: input.signal })
        if (verdict.spend.inputTokens > 0) trail.spends.push(verdict.spend)
        return verdict
      },
    })
    for (const { entry, ...seen } of decision.considered) trail.considered.push({ ...seen, entry: entry.id })
    if (decision.kind === 'serve') served.push({ at, candidate: decision.candidate })
    else if (trail.reason !== 'stale') Object.assign(trail, { reason: decision.reason, detail: decision.detail })
  }
  const [best] = served.sort((a, b) => b.candidate.similarity - a.candidate.similarity)
  if (best === undefined) return []
  const { entry, preparedFor, similarity } = best.candidate
  Object.assign(trail, {
    reason: entry.shape === 'list' ? 'list' : 'near',
    detail: `near "${preparedFor}" (${similarity.toFixed(2)}), ${best.candidate.outcome}`,
  })
  return [{ at: best.at, entry, preparedFor }]
}
