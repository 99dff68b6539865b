import { infinitiveOf, verbForms } from '../../../distil/english/verb-forms.ts'
import type { Clause } from './clause.ts'

/** Verb and subject in question order with `rest` behind: "was oxygen discovered", "did Priestley publish the paper". */
export function invertedClause(clause: Clause, rest: string): string | null {
  const tail = rest === '' ? '' : ` ${rest}`
  const [first, ...others] = clause.auxiliaries
  const subject = clause.subject
  if (first !== undefined) {
    if (clause.verb === '' && /^(?:has|have|had|do|does|did)$/.test(first)) return null
    const verbs = [...others, clause.verb].filter((word) => word !== '').join(' ')
    if (verbs === '' && rest === '') return null
    return `${first} ${subject}${verbs === '' ? '' : ` ${verbs}`}${tail}`
  }
  if (clause.verb === '') return null
  const infinitive = infinitiveOf(clause.verb)
  const forms = verbForms(infinitive)
  if (clause.verb === forms.past && forms.past !== infinitive) return `did ${subject} ${infinitive}${tail}`
  if (clause.verb === forms.present) return `does ${subject} ${infinitive}${tail}`
  return null
}
