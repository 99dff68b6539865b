import { barFor } from '../../cache/calibration/bar-for.ts'
import type { Calibration } from '../../cache/calibration/calibration.ts'
import { certificateOf } from '../../cache/calibration/certificate.ts'
import type { CalibrationView } from './match-view.ts'

/** A calibration, the bar it gives for a promise, and whether the scope's own labels certify that. */
export function calibrationView(calibration: Calibration, promise: number): CalibrationView {
  const { version, labels, fittedAt } = calibration
  const bar = barFor(calibration, promise)
  const certificate = certificateOf(calibration, bar, promise)
  return { version, kind: version === 0 ? 'prior' : 'own', fittedAt, labels, bar, certificate, expectedRecall: recallAt(calibration, bar) }
}

/** Of the held-out real matches that are right, the share at or above a bar; null where there are none. */
function recallAt({ risk }: Calibration, bar: number | null): number | null {
  const all = risk.at(-1)
  const right = all === undefined ? 0 : all.hits - all.wrong
  if (right === 0) return null
  const above = bar === null ? undefined : risk.findLast(({ probability }) => probability >= bar)
  return above === undefined ? 0 : (above.hits - above.wrong) / right
}
