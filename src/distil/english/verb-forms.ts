import nlp from 'compromise'
import { actionVerbs } from './action-verbs.ts'

/** Forms of one verb, from its infinitive ("write" → "wrote", "writing", "writes"). */
export interface VerbForms {
  readonly infinitive: string
  readonly past: string
  readonly gerund: string
  readonly present: string
}

export function verbForms(infinitive: string): VerbForms {
  const [forms] = nlp(`to ${infinitive}`).verbs().conjugate() as readonly Partial<Record<string, string>>[]
  return {
    infinitive,
    past: forms?.PastTense ?? `${infinitive}ed`,
    gerund: forms?.Gerund ?? `${infinitive}ing`,
    present: forms?.PresentTense ?? `${infinitive}s`,
  }
}

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

/** The infinitive of any verb form as compromise sees it, or the word itself. */
export function infinitiveOf(word: string): string {
  const made = nlp(`they ${word.toLowerCase()}`)
    .verbs()
    .toInfinitive()
    .out('text')
    .replace(/^they\s+/i, '')
    .trim()
  return made === '' || made.includes(' ') ? word.toLowerCase() : made
}
