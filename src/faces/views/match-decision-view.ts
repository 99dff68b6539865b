import type { Kysely } from 'kysely'
import type { Calibration } from '../../cache/calibration/calibration.ts'
import type { ConsideredRecord, DecisionRecord } from '../../cache/decision-record.ts'
import type { Answer } from '../../spec/answer.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { isBlocked } from './is-blocked.ts'
import { calibrationOfVersion, type MatchSources } from './match-calibration.ts'
import { matchContributions } from './match-contributions.ts'
import { calibrationView } from './match-standing.ts'
import { matchVerdict } from './match-verdict.ts'
import type { CandidateView, MatchDecisionView } from './match-view.ts'

export interface RecordedDecision {
  readonly record: DecisionRecord
  readonly answer: Answer
}

/** The match decision of a recorded ask, and its candidates as it saw them with how they stand now. */
export async function matchDecisionView(
  db: Kysely<Schema>,
  scope: ScopeId,
  { record, answer }: RecordedDecision,
  sources: MatchSources,
): Promise<{ readonly match: MatchDecisionView; readonly candidates: readonly CandidateView[] }> {
  const calibration = record.calibration === null ? null : await calibrationOfVersion(db, scope, record.calibration, sources)
  const states = await entryStates(db, scope, record.considered)
  return {
    match: {
      verdict: matchVerdict(record, answer),
      class: record.class,
      gate: record.gate,
      promise: record.promise,
      version: record.calibration,
      calibration: calibration === null ? null : calibrationView(calibration, record.promise ?? sources.promise),
      adaptation: record.adaptation,
      standAlone: record.standAlone,
      feedback: record.feedback,
    },
    // Features of another version than the calibration's say nothing of what it made of them.
    candidates: record.considered.map((one) =>
      candidateView(one, record.recipe === null || record.recipe === calibration?.features ? calibration : null),
    ),
  }

  function candidateView(one: ConsideredRecord, by: Calibration | null): CandidateView {
    const { entry, preparedFor, similarity, margin, probability, bar, verdict, freshness, outcome } = one
    return {
      ...{ entry, preparedFor, similarity, margin, probability, bar, verdict, freshness, outcome },
      guards: one.guards ?? guardsInWords(outcome),
      state: states.get(entry) ?? 'gone',
      isServed: entry === answer.decision.entry && (answer.served === 'hit' || answer.served === 'adapted'),
      isBlocked: isBlocked(one),
      features: matchContributions(one.features, by, sources.features),
    }
  }
}

/** Records of before the calibrated decision named guards in the outcome alone. */
function guardsInWords(outcome: string): CandidateView['guards'] {
  return [...outcome.matchAll(/guard ([a-z-]+): ([^;]+)/g)].map((match) => ({
    guard: match[1] ?? '',
    saw: match[2] ?? '',
    resolved: false,
  }))
}

async function entryStates(
  db: Kysely<Schema>,
  scope: ScopeId,
  considered: readonly ConsideredRecord[],
): Promise<ReadonlyMap<string, CandidateView['state']>> {
  const ids = [...new Set(considered.map(({ entry }) => entry))]
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('entries').select(['entry', 'state']).where('scope', '=', scope).where('entry', 'in', ids).execute()
  return new Map(rows.map((row) => [row.entry, row.state]))
}
