import { atMost, percent, printed, quantile } from '../loop/figures.ts'
import type { Figure } from '../measurement.ts'
import type { EditStep } from './edit-step.ts'

/** A step beside what a rebuild costs, and what of that is the edited file's and the summaries' above it. */
export interface PricedStep extends EditStep {
  readonly fileTokens: number
  readonly parentTokens: number
  readonly rebuild: { readonly tokens: number; readonly embeddings: number; readonly ms: number }
}

const mostMedian = 5

/** Figures over the commits that edit one file. */
export function editFigures(name: string, steps: readonly PricedStep[]): readonly Figure[] {
  const ones = steps.filter(({ path }) => path !== null)
  const shares = (of: (step: PricedStep) => number): readonly number[] => ones.map(of)
  const own = (step: PricedStep): number => share(step.tokens, step.rebuild.tokens)
  const memo = (step: PricedStep): number => share(step.fileTokens + step.parentTokens, step.rebuild.tokens)
  const allowed = (step: PricedStep): number => share(2 * step.fileTokens + step.parentTokens, step.rebuild.tokens)
  const worst = [...ones].sort((a, b) => own(b) - own(a))[0]
  const over = ones.filter((step) => own(step) > allowed(step))
  const sum = (of: (step: PricedStep) => number): number => ones.reduce((total, step) => total + of(step), 0)
  const rungs = new Map<string, number>()
  for (const step of steps) for (const [rung, count] of Object.entries(step.rungs)) rungs.set(rung, (rungs.get(rung) ?? 0) + count)
  return [
    printed(`${name}: commits that edit one file`, ones.length),
    atMost(`${name}: redone model tokens against a rebuild, median`, quantile(shares(own), 0.5), '%', mostMedian),
    printed(`${name}: redone model tokens against a rebuild, mean`, ones.length === 0 ? null : sum(own) / ones.length, '%'),
    {
      name: `${name}: redone model tokens against a rebuild, worst`,
      value: worst === undefined ? null : own(worst),
      unit: '%',
      ...(worst === undefined
        ? {}
        : { target: `≤ ${allowed(worst).toFixed(1)} %, 2 × the file's share plus its parents`, met: own(worst) <= allowed(worst) }),
    },
    printed(`${name}: commits above 2 × the file's share plus its parents`, over.length),
    printed(`${name}: rival, memo by file digest, median`, quantile(shares(memo), 0.5), '%'),
    printed(`${name}: rival, memo by file digest, worst`, quantile(shares(memo), 1), '%'),
    printed(`${name}: rival, everything voided on commit`, ones.length === 0 ? null : 100, '%'),
    atMost(
      `${name}: redone embeddings against a rebuild, median`,
      quantile(
        shares((step) => share(step.embeddings, step.rebuild.embeddings)),
        0.5,
      ),
      '%',
      mostMedian,
    ),
    printed(
      `${name}: redone embeddings against a rebuild, worst`,
      quantile(
        shares((step) => share(step.embeddings, step.rebuild.embeddings)),
        1,
      ),
      '%',
    ),
    atMost(
      `${name}: time against a rebuild, median`,
      quantile(
        shares((step) => share(step.ms, step.rebuild.ms)),
        0.5,
      ),
      '%',
      mostMedian,
    ),
    printed(
      `${name}: time against a rebuild, worst`,
      quantile(
        shares((step) => share(step.ms, step.rebuild.ms)),
        1,
      ),
      '%',
    ),
    printed(
      `${name}: answers made again`,
      sum((step) => step.redone),
    ),
    printed(
      `${name}: of those, over-invalidated (came out as they were)`,
      percent(
        sum((step) => step.redoneAlike),
        sum((step) => step.redone),
      ),
      '%',
    ),
    printed(
      `${name}: watches fired a commit, median`,
      quantile(
        shares((step) => step.watchesFired),
        0.5,
      ),
    ),
    printed(
      `${name}: watches fired a commit, worst`,
      quantile(
        shares((step) => step.watchesFired),
        1,
      ),
    ),
    ...[...rungs].sort(([, a], [, b]) => b - a).map(([rung, count]) => printed(`${name}: changes that ended at ${rung}`, count)),
  ]
}

function share(part: number, whole: number): number {
  return percent(part, whole) ?? 0
}
