import { infinitiveOf } from '../../../distil/english/verb-forms.ts'
import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { withoutTail } from './fact-phrases.ts'
import { isNamedSubject, isPersonSubject, isThingSubject } from './fact-subject.ts'
import { hasSubject } from './has-subject.ts'
import { lowerFirst } from './lower-first.ts'

/** Deeds of people and bodies of people, in the past: their doer is asked for by "who". */
const agentive =
  /^(?:announced|launched|published|compiled|created|invented|discovered|founded|developed|introduced|proposed|wrote|argued|noted|observed|claimed|said|stated|proved|showed|found|won|defeated|beat|appointed|elected|signed|sold|bought|acquired|purchased|recorded|released|performed|sang|directed|built|designed|commissioned|established|led|conquered|invaded|attacked|married|killed|painted|composed|adopted|passed|banned|voted|named|described|suggested|reported|estimated|commenced|began|started|coined|demonstrated|isolated|produced|provided|offered|discussed|presented|conducted|studied|calculated|measured|identified|formulated|refined|surmised|concluded|believed|thought|hosted|opened|ordered|declared|refused|agreed|decided|granted|awarded|paid|examined|investigated|reviewed|compared|tested|assessed|analy[sz]ed|invited|defended|criticized|recommended|replaced|succeeded|opposed|supported|visited|explored|translated|edited|served|taught|played|starred|portrayed|voiced|scored|hit)$/

const ranked =
  /^the\s+(?:\S+\s+)*?(?:first|last|only|\w+est|most|capital|leader|president|founder|inventor|author|name|official|main|current|head|director|chief|king|queen|father|second|third)\b/

/** "Who discovered oxygen?": the subject asked for, the rest of the sentence kept. */
export function subjectQuestions(clause: Clause, topic: string): readonly Worded[] {
  const rest = withoutTail(clause)
  const verbs = [...clause.auxiliaries, clause.verb].filter((word) => word !== '').join(' ')
  if (rest === null || rest.split(' ').length < 3 || verbs === '' || clause.auxiliaries.includes('be')) return []
  if (/^(?:are|were|have|do)\b/.test(verbs) || (clause.verb === '' && !/^(?:was|is)$/.test(verbs))) return []
  if (clause.auxiliaries.length === 0 && !/(?:ed|s)$/.test(clause.verb) && infinitiveOf(clause.verb) === clause.verb) return []
  if (clause.verb === '' && !ranked.test(rest)) return []
  const kind = askedBy(clause, topic)
  if (kind === null) return []
  const lead = clause.lead !== '' && /\d/.test(clause.lead) && !rest.includes(clause.lead) ? ` ${lowerFirst(clause.lead)}` : ''
  return [{ text: `${kind} ${verbs} ${rest}${lead}?`, probability: kind === 'Who' ? 0.9 : 0.75 }]
}

function askedBy(clause: Clause, topic: string): 'Who' | 'What' | null {
  const isActive = !clause.auxiliaries.some((word) => /^(?:is|was|are|were|be|been)$/.test(word))
  if (!isNamedSubject(clause)) {
    // "Photosynthesis releases oxygen into the atmosphere."
    const isGeneric = clause.isLowerCase && clause.subjectWords.length <= 3 && !/^(?:the|an?)$/.test(clause.subjectWords[0]?.lower ?? '')
    return isGeneric &&
      isActive &&
      !/^(?:requires|involves|occurs|includes|contains|has|appears|seems|remains|becomes|comes|goes|exists|increasingly|presents|constitutes)$/.test(
        clause.verb,
      ) &&
      /s$/.test(clause.verb) &&
      clause.auxiliaries.length === 0 &&
      hasSubject(clause)
      ? 'What'
      : null
  }
  if (isPersonSubject(clause) || /^(?:born|died|married|educated|crowned|assassinated|buried|elected|appointed)$/.test(clause.verb))
    return 'Who'
  if (clause.isLowerCase && / of /.test(clause.subject)) return null
  if (!clause.isLowerCase && agentive.test(clause.verb) && isActive) return 'Who'
  if (!isThingSubject(clause, topic)) return null
  if (
    isActive &&
    clause.verb !== '' &&
    !/s$|^(?:became|remained)$/.test(clause.verb) &&
    clause.auxiliaries.length === 0 &&
    !/^the\b/i.test(clause.subject)
  )
    return null
  if (!isActive && clause.verb !== '' && !/\d|\b(?:by|as|known|called|in|for|with|from|into|on) (?:the )?\p{Lu}/u.test(clause.rest))
    return null
  return 'What'
}
