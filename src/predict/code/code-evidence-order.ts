import { isTestPath } from '../../distil/code/is-test-path.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { callersFirst } from './asked-callers.ts'

/**
 * The order in which evidence that may be code should be read: for a question about callers the calls before the
 * definition; tests after everything else, unless the question speaks of tests. Otherwise as ranked.
 */
export function orderCodeEvidence(question: string, evidence: readonly ScoredUnit[]): readonly ScoredUnit[] {
  const ordered = callersFirst(question, evidence)
  if (/\b(?:tests?|tested|specs?|fixtures?|benchmarks?|mock(?:ed|s)?)\b/i.test(question)) return ordered
  return [...ordered.filter((unit) => !isTestPath(unit.path)), ...ordered.filter((unit) => isTestPath(unit.path))]
}
