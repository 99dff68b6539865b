import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { numberedNoun } from './fact-phrases.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'
import { lowerFirst } from './lower-first.ts'

/** "How many members does the council have?" */
export function countQuestions(clause: Clause): readonly Worded[] {
  const counted = numberedNoun(clause)
  if (counted === null || counted.index !== 0) return []
  if (/^there$/i.test(clause.subject) && /^(?:is|are|was|were)$/.test(clause.auxiliaries[0] ?? '') && counted.after !== '')
    return [
      {
        text: `How many ${counted.noun} ${clause.auxiliaries[0] === 'is' ? 'are' : clause.auxiliaries[0]} there ${counted.after}?`,
        probability: 0.9,
      },
    ]
  if (!hasSubject(clause) || /^there$/i.test(clause.subject)) return []
  if (clause.verb === '' && /^(?:has|have|had)$/.test(clause.auxiliaries[0] ?? '') && clause.auxiliaries.length === 1) {
    const auxiliary = clause.auxiliaries[0] === 'has' ? 'does' : clause.auxiliaries[0] === 'had' ? 'did' : 'do'
    return [
      {
        text: `How many ${counted.noun} ${auxiliary} ${clause.subject} have${counted.after === '' ? '' : ` ${counted.after}`}${/\d/.test(clause.lead) ? ` ${lowerFirst(clause.lead)}` : ''}?`,
        probability: 0.95,
      },
    ]
  }
  if (clause.verb === '' || clause.auxiliaries.length > 0) return []
  const question = invertedClause(clause, counted.after)
  return question === null ? [] : [{ text: `How many ${counted.noun} ${question}?`, probability: 0.85 }]
}
