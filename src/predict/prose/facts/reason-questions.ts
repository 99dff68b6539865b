import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'

/** "Why is the sky blue?", where the statement says because of what. */
export function reasonQuestions(clause: Clause): readonly Worded[] {
  const at = / (?:because|due to the fact that) /.exec(clause.rest)
  if (at === null || at.index === 0 || !hasSubject(clause)) return []
  const before = clause.rest
    .slice(0, at.index)
    .replace(/,$/, '')
    .replace(/,? (?:either|not only|partly|simply|mainly|mostly|primarily|in part|only|just)$/, '')
  if (/ not only | either /.test(` ${clause.rest.slice(0, at.index)} `)) return []
  if (/\b(?:it|they|this|that|he|she|which|who)\b/i.test(before)) return []
  const question = invertedClause(clause, before)
  return question === null ? [] : [{ text: `Why ${question}?`, probability: 0.8 }]
}

/** "What is oxygen therapy used for?" and "How is liquid oxygen obtained?" */
export function purposeQuestions(clause: Clause): readonly Worded[] {
  const be = clause.auxiliaries.join(' ')
  if (!/^(?:is|are|was|were|can be|may be)$/.test(be) || clause.verb === '' || !hasSubject(clause) || /^an? /.test(clause.subject))
    return []
  const [first, ...others] = clause.auxiliaries
  const opening = `${first} ${clause.subject}${others.length > 0 ? ` ${others.join(' ')}` : ''} ${clause.verb}`
  if (clause.verb === 'used' && /^(?:to [a-z]+ |for [a-z]+ing |in the [a-z]+ of )/.test(clause.rest))
    return [{ text: `What ${opening} for?`, probability: 0.8 }]
  if (
    /^(?:obtained|produced|formed|created|caused|made|measured|generated|achieved|determined|calculated|classified|transmitted|spread|treated|prevented|detected|diagnosed|extracted|manufactured|synthesi[sz]ed|collected|stored|separated|powered|controlled|triggered|propagated|elected|appointed|chosen|selected)$/.test(
      clause.verb,
    ) &&
    /^(?:by (?:[a-z]+ing |the [a-z]+|an? |[a-z]+(?:tion|sis|ment)\b)|(?:through|via|using) [a-z])/.test(clause.rest)
  )
    return [{ text: `${clause.verb === 'caused' ? 'What' : 'How'} ${opening}${clause.verb === 'caused' ? ' by' : ''}?`, probability: 0.75 }]
  return []
}

const doings =
  /^(?:discovered|founded|built|written|created|designed|invented|occupied|published|developed|directed|led|painted|composed|established|introduced|signed|won|elected|appointed|ruled|governed|owned|operated|destroyed|conquered|annexed|influenced|proposed|produced|commissioned|succeeded|defeated|attacked|inspired|funded|sponsored|restored|rebuilt|captured|liberated|assassinated|killed|coined|adopted|acquired|bought|purchased|managed|hosted)$/

/** "By whom was oxygen liquefied?" as people say it: "Who was … by?", where the doer is a person or body with a name. */
export function doerQuestions(clause: Clause): readonly Worded[] {
  if (!doings.test(clause.verb)) return []
  if (
    !/^(?:is|are|was|were)$/.test(clause.auxiliaries.join(' ')) ||
    clause.verb === '' ||
    !hasSubject(clause) ||
    /^an? /.test(clause.subject)
  )
    return []
  const named = /^(.*?)\bby (?:the |[a-z]+ (?:[a-z]+ )?)?\p{Lu}[\p{L}.]+/u.exec(clause.rest)
  const before = (named?.[1] ?? '').trim()
  if (named === null || before.split(' ').length > 6 || /\b(?:and|that|which|who|in|on|at|it|its|their|his|her|this)\b|[,;]/.test(before))
    return []
  return [
    { text: `Who ${clause.auxiliaries[0]} ${clause.subject} ${clause.verb}${before === '' ? '' : ` ${before}`} by?`, probability: 0.8 },
  ]
}
