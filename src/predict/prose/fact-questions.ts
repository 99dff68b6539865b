import { infinitiveOf, verbForms } from '../../distil/english/verb-forms.ts'
import { isPerson } from '../../distil/english/is-person.ts'
import { type Clause, clauseOf } from './clause.ts'
import { datePhrase, numberedNoun, placePhrase, withoutTail } from './fact-phrases.ts'
import { isNamedSubject, isPersonSubject, isThingSubject } from './fact-subject.ts'
import type { Worded, Wording } from './worded.ts'

/**
 * Wh-questions that a plain statement answers: who or what did it, when, where, how many, what it is, why. The patterns are
 * the declarative-to-interrogative transformations of Heilman and Smith (2010), kept to those that stay grammatical.
 */
export const factQuestions: Wording = (claim, { names, lowerWords, isManual }) => {
  const text = resolved(claim.text, claim.subject, names.kind === 'none' ? '' : names.topic)
  const clause = text === null || /\b(?:you|your|we|our|us|I|my)\b/.test(text) ? null : clauseOf(text, lowerWords)
  if (
    clause === null ||
    (/^(?:there|here|it|this|that|these|those|they|you|we|i|one|he|she|what|which|who|all|each|both|some|many|most|others?|another|such|none|nothing|everyone)$/i.test(
      clause.subjectWords[0]?.lower ?? '',
    ) &&
      !/^there$/i.test(clause.subject))
  )
    return []
  const always = [...whenQuestion(clause), ...countQuestion(clause), ...whyQuestion(clause)]
  // In a manual nobody asks what it is that does something; they ask about the thing they have.
  const made = isManual
    ? always
    : [
        ...subjectQuestion(clause),
        ...always,
        ...whereQuestion(clause),
        ...roleQuestion(clause),
        ...objectQuestion(clause),
        ...nameQuestion(clause),
      ]
  return made.map((worded) => ({ text: worded.text, probability: claim.salience * worded.probability }))
}

function resolved(text: string, subject: string, topic: string): string | null {
  if (!/^(?:It|He|She)\s/.test(text)) return text
  return subject !== '' && subject === topic
    ? text.replace(/^(?:It|He|She)(?=\s)/, subject.charAt(0).toUpperCase() + subject.slice(1))
    : null
}

/** Deeds of people and bodies of people, in the past: their doer is asked for by "who". */
const agentive =
  /^(?:announced|launched|published|compiled|created|invented|discovered|founded|developed|introduced|proposed|wrote|argued|noted|observed|claimed|said|stated|proved|showed|found|won|defeated|beat|appointed|elected|signed|sold|bought|acquired|purchased|recorded|released|performed|sang|directed|built|designed|commissioned|established|led|conquered|invaded|attacked|married|killed|painted|composed|adopted|passed|banned|voted|named|described|suggested|reported|estimated|commenced|began|started|coined|demonstrated|isolated|produced|provided|offered|discussed|presented|conducted|studied|calculated|measured|identified|formulated|refined|surmised|concluded|believed|thought|hosted|opened|ordered|declared|refused|agreed|decided|granted|awarded|paid|examined|investigated|reviewed|compared|tested|assessed|analy[sz]ed|invited|defended|criticized|recommended|replaced|succeeded|opposed|supported|visited|explored|translated|edited|served|taught|played|starred|portrayed|voiced|scored|hit)$/

/** "Who discovered oxygen?": the subject asked for, the rest of the sentence kept. */
function subjectQuestion(clause: Clause, topic: string): readonly Worded[] {
  if (!isNamedSubject(clause) || clause.auxiliaries.includes('be')) return []
  const person = isPersonSubject(clause)
  const rest = withoutTail(clause)
  if (rest === null || rest.split(' ').length < 3) return []
  const verbs = [...clause.auxiliaries, clause.verb].filter((word) => word !== '').join(' ')
  const isActive = !clause.auxiliaries.some((word) => /^(?:is|was|are|were|be|been)$/.test(word))
  if (clause.isLowerCase && isActive && / of /.test(clause.subject)) return []
  const isAgent = person || (!clause.isLowerCase && agentive.test(clause.verb) && isActive)
  if (!isAgent && !isThingSubject(clause, topic)) return []
  // "What wrote …?" asks for a thing that acts; only the present tense makes sense of it.
  if (!isAgent && isActive && clause.verb !== '' && !/s$/.test(clause.verb) && clause.auxiliaries.length === 0) return []
  if (!isAgent && !isActive && clause.verb !== '' && !/\d|\b(?:by|as|known|called) (?:the )?\p{Lu}/u.test(clause.rest)) return []
  if (verbs === '' || (clause.verb === '' && !/^(?:was|is)$/.test(verbs))) return []
  if (
    /^(?:are|were|have|do)\b/.test(verbs) ||
    (clause.auxiliaries.length === 0 && !/(?:ed|s)$/.test(clause.verb) && infinitiveOf(clause.verb) === clause.verb)
  )
    return []
  if (
    clause.verb === '' &&
    !/^the\s+(?:\w+\s+)*(?:first|last|only|\w+est|most|capital|leader|president|founder|inventor|author|name|official|main|current|head|director|chief|king|queen|father|largest|second|third)\b/.test(
      rest,
    )
  )
    return []
  const lead = clause.lead !== '' && /\d/.test(clause.lead) ? ` ${lowerFirst(clause.lead)}` : ''
  return [
    { text: `${isAgent ? 'Who' : 'What'} ${verbs} ${rest}${rest.includes(lead.trim()) ? '' : lead}?`, probability: person ? 0.9 : 0.75 },
  ]
}

/** Verbs that a "when" question may end with. */
const alone =
  /^(?:born|founded|established|built|created|abolished|completed|opened|closed|invented|discovered|published|released|destroyed|elected|died|married|formed|dissolved|introduced|launched|incorporated|amended|ratified|adopted|signed|demolished|renovated|disbanded|restored|rebuilt|began|ended|started|isolated|named|renamed|assassinated|executed|crowned|liberated|captured|occupied|deprecated|removed|added)$/

function whenQuestion(clause: Clause): readonly Worded[] {
  const date = datePhrase(clause)
  if (date === null || /^an?$/i.test(clause.subjectWords[0]?.lower ?? '') || clause.verb === '' || clause.auxiliaries.includes('had') || !hasSubject(clause)) return []
  if (date.before === '' && !alone.test(clause.verb)) return []
  const question = inverted(clause, date.before)
  return question === null ? [] : [{ text: `When ${question}?`, probability: 0.95 }]
}

function whereQuestion(clause: Clause): readonly Worded[] {
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

/** "How many members does the council have?" */
function countQuestion(clause: Clause): readonly Worded[] {
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
  const question = inverted(clause, counted.after)
  return question === null ? [] : [{ text: `How many ${counted.noun} ${question}?`, probability: 0.85 }]
}

/** "What is the capital of France?" from "Paris is the capital of France." is the subject question; this is "What is X?" for people and things. */
function roleQuestion(clause: Clause, topic: string): readonly Worded[] {
  if (clause.verb !== '' || !/^(?:is|was|are|were)$/.test(clause.auxiliaries[0] ?? '') || clause.auxiliaries.length !== 1 || !isNamedSubject(clause)) return []
  if (!/^(?:an?|the) (?!most|only|first|last|leading|\w+est\b)/.test(clause.rest) || clause.rest.split(' ').length < 4 || / and /.test(clause.subject)) return []
  const person = isPerson(clause.subject, `${clause.subject} ${clause.auxiliaries[0]} ${clause.rest}`)
  if (person === 'unsure' || (person === 'no' && !isThingSubject(clause, topic)) || (person === 'no' && clause.auxiliaries[0] === 'was' && !/^(?:an?|the) /.test(clause.rest))) return []
  return [{ text: `${person === 'yes' ? 'Who' : 'What'} ${clause.auxiliaries[0]} ${clause.subject}?`, probability: 0.9 }]
}

/** "What does X produce?", where the object is a plain noun phrase that ends the sentence. */
function objectQuestion(clause: Clause): readonly Worded[] {
  if (
    clause.verb === '' ||
    clause.auxiliaries.length > 0 ||
    !hasSubject(clause) ||
    clause.restWords.length < 2 ||
    clause.restWords.length > 9
  )
    return []
  if (
    !/^(?:the|an?|[a-z]+s|\p{Lu}\p{L}+)$/u.test(clause.restWords[0]?.text ?? '') ||
    /^(?:that|to|as|in|on|by|for|from|with|at|into|over|through|it|him|her|them|its|their|his|this)$/i.test(clause.restWords[0]?.text ?? '')
  )
    return []
  if (
    clause.restWords.some(
      (word) =>
        word.tags.has('Verb') ||
        word.tags.has('Conjunction') ||
        /^(?:in|on|at|from|by|to|as|that|which|when|while|because|since|if|for|with|through|during|after|before)$/.test(word.lower) ||
        word.tags.has('Date'),
    )
  )
    return []
  if (
    !/^(?:use|contain|include|produce|provide|support|cover|cause|require|own|play|represent|define|describe|control|offer|operate|run|serve|win|invent|discover|study|develop|publish|propose|introduce|establish)s?$|(?:d|t)$/.test(
      clause.verb,
    )
  )
    return []
  const question = inverted(clause, '')
  return question === null ? [] : [{ text: `What ${question}?`, probability: 0.7 }]
}

/** "What is X also called?" */
function nameQuestion(clause: Clause): readonly Worded[] {
  const match = /^(?:also |often |sometimes |commonly |generally |usually |originally )?(?:as )?(.+)$/.exec(clause.rest)
  if (
    !/^(?:called|known|named|nicknamed|termed)$/.test(clause.verb) ||
    !/^(?:is|are|was|were)$/.test(clause.auxiliaries[0] ?? '') ||
    match === null ||
    !hasSubject(clause)
  )
    return []
  if (clause.verb === 'known' && !/^as /.test(clause.rest)) return []
  const also = /\balso\b/.test(
    clause.words
      .slice(0, clause.words.length - clause.restWords.length)
      .map((word) => word.lower)
      .join(' '),
  )
    ? 'also '
    : ''
  return [
    {
      text: `What ${clause.auxiliaries[0]} ${clause.subject} ${also}${clause.verb}${clause.verb === 'known' ? ' as' : ''}?`,
      probability: 0.8,
    },
  ]
}

function whyQuestion(clause: Clause): readonly Worded[] {
  const at = / (?:because|due to the fact that) /.exec(clause.rest)
  if (at === null || at.index === 0 || !hasSubject(clause)) return []
  const before = clause.rest
    .slice(0, at.index)
    .replace(/,$/, '')
    .replace(/,? (?:either|not only|partly|simply|mainly|mostly|primarily|in part|only|just)$/, '')
  if (/ not only | either /.test(` ${clause.rest.slice(0, at.index)} `)) return []
  if (/\b(?:it|they|this|that|he|she|which|who)\b/i.test(before)) return []
  const question = inverted(clause, before)
  return question === null ? [] : [{ text: `Why ${question}?`, probability: 0.8 }]
}

/** Verb and subject in question order with `rest` behind: "was oxygen discovered", "did Priestley publish the paper". */
function inverted(clause: Clause, rest: string): string | null {
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

/** A subject a stranger understands: a name, or a noun phrase that says more than "the city". */
function hasSubject(clause: Clause): boolean {
  if (/^there$/i.test(clause.subject)) return true
  if (
    clause.subjectWords[0]?.tags.has('Preposition') === true ||
    clause.subjectWords.some((word) => /^(?:et|al|out|more|less|up|according)$/.test(word.lower) || word.tags.has('Gerund'))
  )
    return false
  if (isNamedSubject(clause)) return true
  const content = clause.subjectWords.filter(
    (word) => !/^(?:the|an?|of|in|for|and|its|his|her|their|this|these|that|those)$/.test(word.lower),
  )
  if (
    clause.subjectWords.some((word) =>
      /^(?:this|these|that|those|its|his|her|their|such|other|another|one|some|many|most|several|few|both|all|each|every|which|who|what|it|they|he|she|we|you|i|first|second|latter|former|same|two|three|four|five)$/.test(
        word.lower,
      ),
    )
  )
    return false
  const definite = /^the$/i.test(clause.subjectWords[0]?.lower ?? '')
  return definite
    ? content.length >= 3 || (content.length >= 2 && content.some((word) => word.tags.has('ProperNoun') && /^\p{Lu}/u.test(word.text)))
    : content.length >= 1 && clause.subjectWords.length <= 6
}

function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
