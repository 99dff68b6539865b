import type { ScoredUnit } from '../spec/skills.ts'

/** Whether any of some passages is among the first `passages` that a search brings. */
export function comesBack(evidence: readonly ScoredUnit[], wanted: ReadonlySet<string>, passages: number): boolean {
  const seen = new Set<string>()
  for (const unit of evidence) {
    if (wanted.has(unit.passage)) return true
    seen.add(unit.passage)
    if (seen.size >= passages) return false
  }
  return false
}
