import { isPerson } from '../../../distil/english/is-person.ts'
import type { Worded } from '../worded.ts'

const named =
  /^((?:The )?\p{Lu}[\p{L}\d.-]+(?: (?:(?:of|the|de) )*\p{Lu}[\p{L}\d.-]*){0,4}), ((?:an?|the) [^,;:"()]{12,110}), (is|was|were|are|has|had|[a-z]+ed|[a-z]+s)\b/u

/** "What is Pawiak?" and "Who was Jan Lind?", where an apposition behind a name at the start of a sentence says so. */
export function appositionQuestions(text: string): readonly Worded[] {
  const match = named.exec(text)
  if (match === null) return []
  const [, subject = '', said = '', verb = ''] = match
  if (
    /^(?:In|On|At|By|During|After|Before|Since|For|With|From|Under|However|Today|Although|While|When|If|As|Other|Some|Many|Most|These|Those|This|Also|Among|Like|Unlike|Additionally|Furthermore|Historically|According)\b/.test(
      subject,
    ) ||
    /^(?:an?|the) (?:same|following|few|lot|number|result|total|year|day|month|most|only|\w+est)\b|\b(?:it|its|their|his|her|this|that|these|those)\b/i.test(
      said,
    )
  )
    return []
  const bare = subject.replace(/^The /, 'the ')
  const person = isPerson(subject, `${subject} is ${said}.`)
  if (person === 'unsure') return []
  const past = /^(?:was|were|had|[a-z]+ed)$/.test(verb)
  return [{ text: `${person === 'yes' ? 'Who' : 'What'} ${person === 'yes' && past ? 'was' : 'is'} ${bare}?`, probability: 0.85 }]
}
