import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { datePhrase } from './fact-phrases.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'
import { lowerFirst } from './lower-first.ts'

/** Words after a verb that are no object of it, and objects that are people. */
const noObject =
  /^(?:the|an?|its|his|her) (?:next|same|following|previous|first|last|second|third|day|week|month|year|time|way|end|beginning|lot|few|total|number|(?:\w+ )*(?:man|woman|king|queen|president|leader|minister|member|son|daughter|brother|sister|wife|husband|people|army|team|government|party))\b/i

/** "What did Hutton publish in 1795?": the object asked for, where the statement dates the deed. */
export function datedObjectQuestions(clause: Clause): readonly Worded[] {
  const date = datePhrase(clause)
  if (date === null || clause.auxiliaries.length > 0 || !/(?:ed|t|d|ght|ew|an|on|ote|uilt|ade)$/.test(clause.verb) || !hasSubject(clause))
    return []
  if (
    /^(?:led|headed|stood|lasted|lived|arrived|remained|moved|went|came|fell|served|worked|ended|happened|started|turned|died|tended|began|ran|met|joined|reached|saw|had|said|stated|married|won|hit)$/.test(
      clause.verb,
    )
  )
    return []
  if (/^an? /.test(clause.subject) || !/^(?:an?|the|its|his|her) [a-z\p{Lu}]/u.test(date.before) || noObject.test(date.before)) return []
  if (/ (?:to|that|which|who|and|or|as|from|into|by|with|than) /.test(` ${date.before} `) || date.before.split(' ').length > 9) return []
  const question = invertedClause(clause, lowerFirst(date.text))
  return question === null ? [] : [{ text: `What ${question}?`, probability: 0.8 }]
}
