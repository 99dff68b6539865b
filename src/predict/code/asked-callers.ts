import type { ScoredUnit } from '../../spec/skills.ts'

const patterns: readonly RegExp[] = [
  /\b(?:who|what|which (?:functions?|methods?|classes|files?|modules?|places?|code))\s+(?:\w+\s+)?(?:calls?|uses?|invokes?)\s+`?([A-Za-z_$][\w$.]*[\w$])(?:\(\))?`?/i,
  /\b(?:callers?|call sites?|uses?|usages?)\s+of\s+`?([A-Za-z_$][\w$.]*[\w$])(?:\(\))?`?/i,
  /\bwhere\s+(?:is|are)\s+`?([A-Za-z_$][\w$.]*[\w$])(?:\(\))?`?\s+(?:called|used|invoked)\b/i,
]

/** The name whose callers a question asks for ("Who calls `digest()`?"), or null. Only names that look like code count. */
export function askedCallers(question: string): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(question)
    const name = match?.[1]
    if (match !== null && name !== undefined && (/[A-Z_$.]/.test(name.slice(1)) || /[`(]/.test(match[0]))) return name
  }
  return null
}

/**
 * Evidence for a question about callers: units whose passage calls the name come first, in their order, the definition and
 * everything else after. Other questions' evidence is returned as it is.
 */
export function callersFirst(question: string, evidence: readonly ScoredUnit[]): readonly ScoredUnit[] {
  const asked = askedCallers(question)
  if (asked === null) return evidence
  const name = asked.slice(asked.lastIndexOf('.') + 1)
  const call = new RegExp(`(?<![\\w$])${name.replace(/[$]/g, '\\$&')}\\s*(?:<[^<>()]*>)?\\(`)
  const calls = evidence.filter((unit) => lastOf(unit) !== name && call.test(unit.passageText))
  return [...calls, ...evidence.filter((unit) => !calls.includes(unit))]
}

function lastOf({ symbol, place }: ScoredUnit): string {
  const path = symbol?.path ?? place.join('.')
  return path.slice(path.lastIndexOf('.') + 1)
}
