import { actionVerbs } from './action-verbs.ts'

/** "Creating" → "create", "Setup" → null: only for verbs that name a task. */
export function infinitiveOfGerund(word: string): string | null {
  const lower = word.toLowerCase()
  if (!lower.endsWith('ing') || lower.length < 5) return null
  const stem = lower.slice(0, -3)
  const last = stem.at(-1) ?? ''
  const candidates = [
    stem,
    `${stem}e`,
    stem.at(-2) === last ? stem.slice(0, -1) : '',
    lower.endsWith('ying') ? `${lower.slice(0, -4)}ie` : '',
  ]
  for (const candidate of [candidates[1], candidates[0], candidates[2], candidates[3]]) {
    if (candidate !== undefined && actionVerbs.has(candidate)) return candidate
  }
  return null
}
