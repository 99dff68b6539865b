import { ReverieError } from '../../spec/errors.ts'
import type { Calibration, LabelSource, RiskPoint } from './calibration.ts'
import { upperBound } from './clopper-pearson.ts'

/** Held-out real labels at or above a bar and what they show. */
export interface LabelEvidence {
  readonly n: number
  readonly wrong: number
  /** One-sided Clopper–Pearson bound on the wrong rate; 1 without labels. */
  readonly upper: number
  readonly bySource: Readonly<Partial<Record<LabelSource, number>>>
}

/** How sure a promise is in a scope. `certified`: its own real labels alone hold it. `prior`: labels from elsewhere do, at best. */
export interface Certificate extends LabelEvidence {
  readonly kind: 'certified' | 'prior'
  /** Own labels without an error that are still missing; 0 once certified. 299 at the start, for 1 % at 95 %. */
  readonly needed: number
  /** The same over all real labels, the prior's among them. */
  readonly pooled: LabelEvidence
}

/**
 * What the labels of a calibration show about serving everything at or above a bar.
 *
 * @param bar as found by `barFor`; null where nothing is served, which no label can certify.
 * @param maxWrong the promise, above 0.
 * @throws ReverieError `bad-argument` where `maxWrong` is not in (0, 1].
 */
export function certificateOf(calibration: Calibration, bar: number | null, maxWrong: number, confidence: number = 0.95): Certificate {
  if (!(maxWrong > 0 && maxWrong <= 1))
    throw new ReverieError('bad-argument', `no number of labels certifies a wrong rate of ${maxWrong}`, {
      hint: 'Promise a rate above 0, such as 0.01.',
    })
  const own = evidenceAt(calibration.own, bar, confidence)
  const kind = bar !== null && own.upper <= maxWrong ? 'certified' : 'prior'
  const needed = kind === 'certified' ? 0 : missing(own, maxWrong, confidence)
  return { kind, ...own, needed, pooled: evidenceAt(calibration.risk, bar, confidence) }
}

function evidenceAt(risk: readonly RiskPoint[], bar: number | null, confidence: number): LabelEvidence {
  const above = bar === null ? undefined : risk.findLast(({ probability }) => probability >= bar)
  if (bar === null || above === undefined) return { n: 0, wrong: 0, upper: 1, bySource: {} }
  // Between two points of the curve: no label counts that may lie below the bar, but every error that may lie above it.
  const below = above.probability === bar ? above : (risk.find(({ probability }) => probability < bar) ?? above)
  const wrong = Math.min(above.hits, below.wrong)
  return { n: above.hits, wrong, upper: upperBound(wrong, above.hits, confidence), bySource: above.bySource ?? {} }
}

function missing({ n, wrong }: LabelEvidence, maxWrong: number, confidence: number): number {
  let most = 1
  while (upperBound(wrong, n + most, confidence) > maxWrong) most *= 2
  let least = 0
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (upperBound(wrong, n + middle, confidence) > maxWrong) least = middle
    else most = middle
  }
  return most
}
