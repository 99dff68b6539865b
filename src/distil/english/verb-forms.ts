import nlp from 'compromise'

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
