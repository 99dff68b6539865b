import type { Worded } from '../worded.ts'
import type { Clause } from './clause.ts'
import { datePhrase } from './fact-phrases.ts'
import { hasSubject } from './has-subject.ts'
import { invertedClause } from './inverted-clause.ts'

/** Verbs that a "when" question may end with. */
const alone =
  /^(?:born|founded|established|built|created|abolished|completed|opened|closed|invented|discovered|published|released|destroyed|elected|died|married|formed|dissolved|introduced|launched|incorporated|amended|ratified|adopted|signed|demolished|renovated|disbanded|restored|rebuilt|began|ended|started|isolated|named|renamed|assassinated|executed|crowned|liberated|captured|occupied|deprecated|removed|added|expired|collapsed|arrived|retired|resigned|surrendered|merged|converted|unveiled|repealed|enacted|passed|completed|inaugurated)$/

/** "When was oxygen discovered?", where the statement names a year, month or century. */
export function timeQuestions(clause: Clause): readonly Worded[] {
  const date = datePhrase(clause)
  if (
    date === null ||
    /^an?$/i.test(clause.subjectWords[0]?.lower ?? '') ||
    clause.verb === '' ||
    clause.auxiliaries.includes('had') ||
    !hasSubject(clause)
  )
    return []
  if (date.before === '' && !alone.test(clause.verb)) return []
  const question = invertedClause(clause, date.before)
  return question === null ? [] : [{ text: `When ${question}?`, probability: 0.95 }]
}
