import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { PastAsk } from '../../spec/predictor.ts'
import { askedSequences } from './asked-sequences.ts'

/** A question about somebody or something, without whom it was asked of. */
export interface QuestionTemplate {
  /** Its wording in two halves around the name. */
  readonly before: string
  readonly after: string
  /** Conversations about different names in which it was asked. */
  readonly support: number
}

/** Words that begin with a capital for other reasons than being a name. */
const notNames =
  /^(?:What|Which|Who|Whom|Whose|When|Where|Why|How|Is|Are|Was|Were|Do|Does|Did|Can|Could|Will|Would|Should|Has|Have|Had|In|On|At|The|A|An|I|Other|Besides|Tell|Any|And|Of|For|To|From)$/
const nameRun = /\p{Lu}[\p{L}\p{N}.'’-]*(?: (?:(?:of|the|de|van|von|and|la) )?\p{Lu}[\p{L}\p{N}.'’-]*)*/gu

/** Names that stand in a question, longest first, possessive endings removed. */
export function namesIn(question: string): readonly string[] {
  const names = new Set<string>()
  for (const [run] of question.matchAll(nameRun)) {
    const words = run.split(' ')
    while (words[0] !== undefined && (notNames.test(words[0]) || /^\p{Ll}/u.test(words[0]))) words.shift()
    const name = words
      .join(' ')
      .replace(/['’]s?$/, '')
      .replace(/[.]+$/, '')
    if (name.length > 2) names.add(name)
  }
  return [...names].sort((one, other) => other.length - one.length)
}

/** Whom a conversation is about: the name in most of its questions, in two at least; null where there is none. */
export function subjectOf(questions: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const question of questions) for (const name of namesIn(question)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [first] = [...counts].sort(([one, a], [other, b]) => b - a || other.length - one.length)
  if (first === undefined || (first[1] < 2 && questions.length > 1)) return null
  return first[0]
}

/** Questions asked of at least two subjects in the same words but for the name, most asked first. */
export function questionTemplates(asks: readonly PastAsk[]): readonly QuestionTemplate[] {
  const found = new Map<string, { readonly before: string; readonly after: string; readonly subjects: Set<string> }>()
  for (const sequence of askedSequences(asks)) {
    const subject = subjectOf(sequence.map((ask) => ask.question))
    if (subject === null) continue
    for (const { question } of sequence) {
      const at = question.indexOf(subject)
      if (at === -1) continue
      const [before, after] = [question.slice(0, at), question.slice(at + subject.length)]
      // A second name would be carried over to whoever is asked about next.
      if (namesIn(`${before}x${after}`).length > 0 || /\d/.test(before + after)) continue
      const key = `${normaliseQuestion(before)}\u0000${normaliseQuestion(after)}`
      const known = found.get(key)
      if (known === undefined) found.set(key, { before, after, subjects: new Set([subject]) })
      else known.subjects.add(subject)
    }
  }
  return [...found.values()]
    .filter(({ subjects }) => subjects.size >= 2)
    .map(({ before, after, subjects }) => ({ before, after, support: subjects.size }))
    .sort((one, other) => other.support - one.support || (one.before + one.after < other.before + other.after ? -1 : 1))
}
