import { barFor } from '../cache/calibration/bar-for.ts'
import type { Calibration } from '../cache/calibration/calibration.ts'
import { fitCalibration } from '../cache/calibration/fit-calibration.ts'
import { logisticProbability } from '../cache/calibration/score-logistic.ts'
import { activeCalibration, lastVersion, putCalibrationStatements, retireCalibrationsStatements } from '../cache/calibrations-table.ts'
import { everyClass, gatesOf, putGateStatement } from '../cache/gates-table.ts'
import { type Gate, settleAfterFit } from '../cache/labels/gate.ts'
import { labelsOf, type StoredLabel } from '../cache/labels/labels-table.ts'
import { gateOutcomes } from '../cache/labels/record-judgement.ts'
import { digest } from '../spec/digest.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** Rises with every change of how a scope is fitted: what was fitted before is fitted anew. */
const fitVersion = 2

/** What of a sleep a fit needs. */
export type RefitContext = Pick<SleepContext, 'store' | 'scope' | 'lease' | 'clock' | 'tally'>

export interface RefitOptions {
  /** The calibration that ships; its features are those labels are kept with now. */
  readonly prior: Calibration
  /** Highest share of wrong hits promised. */
  readonly maxWrongHits: number
}

/**
 * Fits the match decision to the scope's labels where they have changed since the last fit, as its next version, and opens
 * closed gates that it keeps what was wrong from. Without labels the prior decides, and nothing is written.
 */
export async function refitMatch(context: RefitContext, { prior, maxWrongHits }: RefitOptions): Promise<void> {
  const { store, scope, clock, tally } = context
  const db = store.read
  const labels = await labelsOf(db, scope, prior.features)
  const active = await activeCalibration(db, scope, prior.features)
  if (labels.length === 0) {
    if (active !== null) await commit(context, retireCalibrationsStatements(db, scope))
    return
  }
  const input = inputOf(prior, labels)
  if (active?.input === input) return
  const after = await lastVersion(db, scope)
  const calibration = fitCalibration({ prior, labels, features: prior.features, version: after + 1, fittedAt: clock.now() })
  const { statements, expect } = putCalibrationStatements(db, scope, { calibration, input, after })
  const opened = await openedGates(context, calibration, labels, maxWrongHits)
  const isPut = await commit(context, [...statements, ...opened.map((gate) => putGateStatement(db, scope, gate))], expect)
  // Another has fitted the same labels meanwhile.
  if (!isPut) return
  tally.make('match fits')
  if (opened.length > 0) tally.make('opened gates', opened.length)
  tally.progress('verify', 1, 1, `match decision refitted: version ${calibration.version}, ${labels.length} labels`)
}

function inputOf(prior: Calibration, labels: readonly StoredLabel[]): string {
  const { intercept, weights, means, scales } = prior.model
  return digest(
    'match fit',
    fitVersion,
    prior.features,
    digest(intercept, ...weights, ...means, ...scales, prior.risk.length, prior.fittedAt),
    ...labels.map(({ id, same, features }) => digest(id, same ? 1 : 0, ...features)),
  )
}

async function openedGates(
  { store, scope, clock }: RefitContext,
  calibration: Calibration,
  labels: readonly StoredLabel[],
  maxWrongHits: number,
): Promise<readonly Gate[]> {
  const closed = [...(await gatesOf(store.read, scope)).values()].filter((gate) => gate.state === 'closed')
  if (closed.length === 0) return []
  const known = new Map(labels.map((label) => [label.id, label]))
  const scored = (await gateOutcomes(store.read, scope)).flatMap((outcome) => {
    const label = known.get(outcome.id)
    return label === undefined ? [] : [{ ...outcome, probability: logisticProbability(calibration.model, label.features) }]
  })
  const fit = { bar: barFor(calibration, maxWrongHits), fittedAt: calibration.fittedAt }
  return closed
    .map((gate) => {
      const own = scored.filter(({ at, class: of }) => at >= gate.count.since && (gate.class === everyClass || of === gate.class))
      return settleAfterFit(gate, own, fit, { now: clock.now(), maxWrongHits })
    })
    .filter((gate) => gate.state === 'open')
}
