import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'

const takesObject =
  /^(?:us|contain|includ|produc|support|cover|caus|requir|own|play|represent|defin|describ|control|offer|operat|run|serv|invent|discover|stud|develop|publish|propos|introduc|establish|hous|hold|host|employ|compris|featur|releas|absorb|generat|emit|carr|measur|treat|prevent|limit|reduc|increas|eat|win|creat|found|built|wrote|won|held|led|sold|bought)(?:es|s|ed|d|ies|ied)?$/

/** "What does the museum house?": the object asked for, where it is a plain noun phrase up to a comma or the end. */
export function objectQuestions(clause: Clause): readonly Worded[] {
  if (
    clause.verb === '' ||
    clause.auxiliaries.length > 0 ||
    !takesObject.test(clause.verb) ||
    !hasSubject(clause) ||
    /^an? /.test(clause.subject)
  )
    return []
  const end = clause.restWords.findIndex((word) => /[,]/.test(word.after))
  const object = end < 0 ? clause.restWords : clause.restWords.slice(0, end + 1)
  const first = object[0]
  if (first === undefined || object.length < 2 || object.length > 10) return []
  if (!/^(?:the|an?|\p{Ll}+s|\p{Lu}\p{L}+|\d[\d,.%]*)$/u.test(first.text) && !first.tags.has('Adjective') && !first.tags.has('Noun'))
    return []
  if (
    /^(?:that|to|as|in|on|by|for|from|with|at|into|over|through|it|him|her|them|its|their|his|this|these|those|such|many|some|several|various|other|similar|more|less|out|up|off|down|back|away|how|what|why|whether|both|about)$/.test(
      first.lower,
    )
  )
    return []
  if (
    object.some(
      (word) =>
        (word.tags.has('Verb') && !word.tags.has('Gerund')) ||
        /^(?:and|or|in|on|at|from|by|to|as|that|which|when|while|because|since|if|with|through|during|after|before|into|its|their|his|her|than)$/.test(
          word.lower,
        ) ||
        word.tags.has('Date'),
    )
  )
    return []
  const question = invertedClause(clause, '')
  return question === null ? [] : [{ text: `What ${question}?`, probability: 0.7 }]
}

/** "What is the population of Warsaw?" from "Warsaw has a population of 1.7 million." */
export function measureQuestions(clause: Clause): readonly Worded[] {
  if (
    clause.verb !== '' ||
    clause.auxiliaries.length !== 1 ||
    !/^(?:has|have|had)$/.test(clause.auxiliaries[0] ?? '') ||
    !hasSubject(clause)
  )
    return []
  const noun =
    /^an? ((?:[a-z-]+ ){0,2}[a-z]+) of (?:about |approximately |around |over |nearly |almost |more than |up to )?[\d$\u20ac\u00a3]/.exec(
      clause.rest,
    )?.[1]
  if (noun === undefined || /^(?:number|total|range|lot|variety|series|couple|set)$/.test(noun)) return []
  return [{ text: `What ${clause.auxiliaries[0] === 'had' ? 'was' : 'is'} the ${noun} of ${clause.subject}?`, probability: 0.9 }]
}
