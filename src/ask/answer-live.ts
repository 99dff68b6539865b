import type { Kysely } from 'kysely'
import { ReverieError } from '../spec/errors.ts'
import type { PassageId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Reading, ScoredUnit } from '../spec/skills.ts'
import type { AskInput, AskSkills, ReadyScope } from './ask-types.ts'
import { placesOf } from './check-freshness.ts'
import type { PassagePlace } from './overlay.ts'

export interface LiveOutcome {
  readonly at: ReadyScope
  readonly units: readonly ScoredUnit[]
  readonly reading: Reading
  readonly model: string | null
  /** Why no model was asked although one is named: the cap that allowed no call, in words; else null or absent. */
  readonly atCap?: string | null
}

/**
 * Answers from the evidence of each scope and takes the most confident; with none, the first scope's reason. Where a cap
 * allows the model no call it is quoted instead, or `budget-refused` is thrown.
 */
export async function answerLive(
  input: AskInput,
  evidence: readonly { readonly at: ReadyScope; readonly units: readonly ScoredUnit[] }[],
  { reader, atCap = null }: Pick<AskSkills, 'reader' | 'atCap'>,
): Promise<LiveOutcome> {
  const outcomes: LiveOutcome[] = []
  for (const { at, units } of evidence) {
    const stream = evidence.length === 1 && input.onText !== undefined ? { onText: input.onText } : {}
    const request = { question: input.question, evidence: units, policy: input.policy }
    const call = { signal: input.signal, ...stream }
    try {
      outcomes.push({ at, units, reading: await reader.read(request, call), model: reader.model })
    } catch (cause) {
      if (atCap === null || !(cause instanceof ReverieError) || cause.code !== 'budget-refused') throw cause
      outcomes.push({ at, units, reading: await atCap.read(request, call), model: atCap.model, atCap: cause.message })
    }
  }
  const [best] = outcomes.sort((a, b) => rank(b) - rank(a))
  if (best === undefined) throw new ReverieError('bad-argument', 'No scope was given to ask.', { hint: 'Name at least one scope.' })
  return best
}

/** Where each quotation of a live answer stands now; null where one stands no longer as it was read. */
export async function placesOfLive(db: Kysely<Schema>, { at, reading }: LiveOutcome): Promise<ReadonlyMap<PassageId, PassagePlace> | null> {
  if (reading.kind === 'none') return new Map()
  const places = await placesOf(db, at.scope.scope, reading.body, at.now.overlay)
  return reading.body.quotes.every(({ passage, version }) => places.get(passage)?.version === version) ? places : null
}

/** The outcome with its answer taken back. */
export function withoutAnswer(outcome: LiveOutcome, reason: string): LiveOutcome {
  return { ...outcome, reading: { kind: 'none', reason, confidence: 0, spend: outcome.reading.spend } }
}

function rank({ reading }: LiveOutcome): number {
  return reading.kind === 'answer' ? 1 + reading.confidence : 0
}
