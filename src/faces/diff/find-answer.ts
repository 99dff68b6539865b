import { coversQuestion } from '../../sleep/covers-question.ts'
import type { Policy } from '../../spec/policy.ts'
import type { Reader, Verifier } from '../../spec/skills.ts'
import type { FreshIndex } from './fresh-index.ts'
import type { FreshUnit } from './laid-change.ts'
import type { LaidSearch } from './laid-search.ts'

/** Reader and verifier without a model: nothing is spent on a comparison. */
export interface FreeSkills {
  readonly reader: Reader
  readonly verifier: Verifier
}

/** New text must hold this much of a question to be read for it. */
const leastCovered = 0.5

/** The new text that answers a question nothing answered before, as the next sleep would find it; null where none does. */
export async function findAnswer(
  question: string,
  index: FreshIndex,
  search: LaidSearch,
  { reader, verifier }: FreeSkills,
  policy: Policy,
): Promise<FreshUnit | null> {
  const candidates = index.covering(await search.terms(question), leastCovered)
  if (candidates.length === 0) return null
  const evidence = await search.evidence(question)
  const reading = await reader.read({ question, evidence, policy })
  if (reading.kind === 'none') return null
  const { body } = reading
  const [quote] = body.quotes
  const unit = candidates.find(
    ({ passage, start, end }) => quote !== undefined && passage.id === quote.passage && start < quote.end && quote.start < end,
  )
  if (unit === undefined || body.notes.some((note) => note.includes('does not'))) return null
  const verdict = await verifier.judgeAnswer({ question, body, evidence })
  return verdict.kind === 'supported' && coversQuestion(question, body, evidence) ? unit : null
}
