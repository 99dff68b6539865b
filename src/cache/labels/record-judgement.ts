import type { Kysely } from 'kysely'
import { digest } from '../../spec/digest.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import { bumpRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { type Expectation, type Statement, statement } from '../../spec/store.ts'
import { everyClass, expectGate, gatesOf, putGateStatement } from '../gates-table.ts'
import { type Gate, type GateOutcome, type GateTerms, openGate, settleGate } from './gate.ts'
import { dropLabelStatement, putLabelStatement } from './labels-table.ts'
import { byQuotationAlone, labelId, type MatchJudgement } from './match-judgement.ts'
import { questionClass } from './question-class.ts'

/** What one judgement writes, and how its gates stand then. */
export interface RecordedJudgement {
  /** One transaction, which bumps the scope's revision. */
  readonly statements: readonly Statement[]
  /** Where these fail, somebody else's judgement came first: make it again from what is stored then. */
  readonly expect: readonly Expectation[]
  /** Of the question's class and of every class. */
  readonly gates: readonly Gate[]
}

/**
 * Adds a judgement of a served answer to the labels and settles its gates with it; a person's word takes the place of a
 * check's. Answers to an entry's own words are
 * no near match: they are kept and blocked like others, and no gate counts them.
 */
export async function recordJudgement(
  db: Kysely<Schema>,
  scope: ScopeId,
  judgement: MatchJudgement,
  terms: GateTerms,
): Promise<RecordedJudgement> {
  const gates = await gatesOf(db, scope)
  const kind = questionClass(judgement.question)
  const check = labelId({ ...judgement, source: 'shadow' })
  const overruled = judgement.source === 'feedback' ? [dropLabelStatement(db, scope, check)] : []
  const put = [bumpRevision(db, scope), ...overruled, putLabelStatement(db, scope, judgement)]
  const current = (name: string): Gate => gates.get(name) ?? openGate(name, 0)
  const overall = gates.get(everyClass)
  if (!judgement.served || isOwnWords(judgement.question, judgement.preparedFor)) {
    return { statements: put, expect: stillRecorded(db, scope, judgement), gates: [current(kind), current(everyClass)] }
  }
  const id = labelId(judgement)
  const former = (await gateOutcomes(db, scope)).filter((outcome) => outcome.id !== id && outcome.id !== check)
  const all = [
    ...former,
    { id, class: kind, wrong: !judgement.same, isEvidence: judgement.recipe !== byQuotationAlone, at: judgement.at },
  ].sort(byTime)
  const seen = digest('outcomes', ...all.map((outcome) => digest(outcome.id, outcome.wrong ? 1 : 0, outcome.at)))
  const settled = [kind, everyClass].map((name) => {
    const gate = current(name)
    const counted = all.filter((outcome) => outcome.at >= gate.count.since && (name === everyClass || outcome.class === name))
    return settleGate(gate, counted, seen, terms)
  })
  return {
    statements: [...put, ...settled.map((gate) => putGateStatement(db, scope, gate))],
    expect: [expectGate(db, scope, everyClass, overall), ...stillRecorded(db, scope, judgement)],
    gates: settled,
  }
}

/** What was forgotten meanwhile leaves no label. */
function stillRecorded(db: Kysely<Schema>, scope: ScopeId, { ask }: MatchJudgement): readonly Expectation[] {
  if (ask === null) return []
  const record = db.selectFrom('records').select('ask').where('scope', '=', scope).where('ask', '=', ask)
  return [{ statement: statement(record), equals: ask }]
}

/** What was said of the near answers a scope served, oldest first; a person's word stands over a check of the same. */
export async function gateOutcomes(db: Kysely<Schema>, scope: ScopeId): Promise<readonly GateOutcome[]> {
  const rows = await db
    .selectFrom('labels')
    .select(['label', 'entry', 'normalised', 'prepared_for', 'class', 'same', 'at', 'source', 'recipe'])
    .where('scope', '=', scope)
    .where('served', '=', 1)
    .where('source', 'in', ['feedback', 'shadow'])
    .execute()
  const heard = new Set(rows.flatMap((row) => (row.source === 'feedback' ? [digest(row.entry, row.normalised)] : [])))
  return rows
    .filter((row) => !isOwnWords(row.normalised, row.prepared_for))
    .filter((row) => row.source === 'feedback' || !heard.has(digest(row.entry, row.normalised)))
    .map((row) => ({ id: row.label, class: row.class, wrong: row.same === 0, isEvidence: row.recipe !== byQuotationAlone, at: row.at }))
    .sort(byTime)
}

export function isOwnWords(question: string, preparedFor: string): boolean {
  return normaliseQuestion(question) === normaliseQuestion(preparedFor)
}

function byTime(one: GateOutcome, other: GateOutcome): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1)
}
