import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'

const joined: Readonly<Record<string, string>> = {
  consists: 'of',
  consisted: 'of',
  belongs: 'to',
  belonged: 'to',
  depends: 'on',
  depended: 'on',
  relies: 'on',
  relied: 'on',
  specializes: 'in',
  specialises: 'in',
  stems: 'from',
  originated: 'from',
}

const changes = /^(?:condenses|freezes|boils|melts|evaporates|ignites|solidifies|liquefies|decomposes)$/
const pointing = /^(?:it|them|this|that|these|those|him|her|its|their|his|which|what|whether|how|such|several|many|some|other|various)\b/i

/** "What does the range consist of?", "At what temperature does oxygen condense?", "What does the method use to measure …?" */
export function relationQuestions(clause: Clause): readonly Worded[] {
  if (clause.auxiliaries.length > 0 || clause.verb === '' || !hasSubject(clause) || /^(?:an? |there$)/i.test(clause.subject)) return []
  const [first = ''] = clause.rest.split(' ')
  if (joined[clause.verb] === first && !pointing.test(clause.rest.slice(first.length + 1))) {
    const question = invertedClause(clause, first)
    return question === null ? [] : [{ text: `What ${question}?`, probability: 0.85 }]
  }
  if (changes.test(clause.verb) && /^at (?:about |around )?[-−]?\d[\d.,]* ?(?:K|°|kelvin|degrees)/.test(clause.rest)) {
    const question = invertedClause(clause, '')
    return question === null ? [] : [{ text: `At what temperature ${question}?`, probability: 0.9 }]
  }
  const purpose = /^uses?d?$/.test(clause.verb) ? /^([^,]{4,70}?) to ([a-z]+ [^,]{8,90})$/.exec(clause.rest.split(',')[0] ?? '') : null
  if (purpose === null || / to /.test(purpose[1] ?? '') || pointing.test(purpose[1] ?? '') || leans.test(purpose[2] ?? '')) return []
  const question = invertedClause(clause, `to ${purpose[2]}`)
  return question === null ? [] : [{ text: `What ${question}?`, probability: 0.75 }]
}

const leans =
  /\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|which|when|and|the [a-z]+)$|\b(?:it|its|they|them|their|this|these|those|he|she|his|her)\b/i
