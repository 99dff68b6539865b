import type { KeyRequest, NearMissEdit } from '../../../spec/skills.ts'

/** Edits a question into one that reads alike and wants another answer; null where the rule does not apply. */
export interface NearMissRule {
  readonly edit: NearMissEdit
  readonly apply: (question: string, request: KeyRequest) => string | null
}

/** Replaces the first match outside code spans; null where there is none or nothing changes. */
export function replaceOutsideCode(
  question: string,
  pattern: RegExp,
  replacement: (...parts: readonly string[]) => string | null,
): string | null {
  const spans = [...question.matchAll(/`[^`]*`/g)].map((match) => [match.index, match.index + match[0].length] as const)
  for (const match of question.matchAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))) {
    if (spans.some(([start, end]) => match.index >= start && match.index < end)) continue
    const made = replacement(...match.map((part: string | undefined) => part ?? ''))
    if (made === null || made === match[0]) continue
    return question.slice(0, match.index) + made + question.slice(match.index + match[0].length)
  }
  return null
}
