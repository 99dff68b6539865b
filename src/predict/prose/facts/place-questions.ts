import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { placePhrase } from './fact-phrases.ts'
import { isNamedSubject } from './fact-subject.ts'
import { hasSubject } from './has-subject.ts'

/** "Where was Marie Curie born?", "Where is Warsaw located?" */
export function placeQuestions(clause: Clause): readonly Worded[] {
  if (clause.auxiliaries.length === 0 && /^(?:lies|stands|sits)$/.test(clause.verb) && isNamedSubject(clause)) {
    const place = placePhrase(clause)
    const near = /^(?:in|on|at|near|between|along) (?:the )?(?:[a-z]+-?[a-z]+ )?\p{Lu}/u.test(clause.rest)
    return near || place?.before === '' ? [{ text: `Where is ${clause.subject} located?`, probability: 0.8 }] : []
  }
  if (
    !/^(?:born|located|situated|based|held|buried|founded|headquartered|built|found|established|signed|discovered|educated|raised)$/.test(
      clause.verb,
    ) ||
    !/^(?:is|are|was|were)$/.test(clause.auxiliaries[0] ?? '') ||
    !hasSubject(clause)
  )
    return []
  const place = placePhrase(clause)
  return place === null
    ? []
    : [
        {
          text: `Where ${clause.auxiliaries.join(' ').replace(/^(\S+)/, `$1 ${clause.subject}`)} ${clause.verb}${place.before === '' ? '' : ` ${place.before}`}?`,
          probability: 0.85,
        },
      ]
}
