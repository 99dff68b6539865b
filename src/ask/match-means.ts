import { barFor } from '../cache/calibration/bar-for.ts'
import type { Calibration } from '../cache/calibration/calibration.ts'
import { scopeCalibration } from '../cache/calibrations-table.ts'
import { createFormReader, type QuestionForm } from '../cache/features/question-form.ts'
import { closedClasses } from '../cache/gates-table.ts'
import { createGuards, type RunGuards } from '../preanswer/guards/run-guards.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import type { AskScope } from './ask-types.ts'

/** What decides about near matches in a scope. */
export interface MatchBasis {
  readonly calibration: Calibration
  /** Classes of questions whose near matches are judged anew. */
  readonly closed: ReadonlySet<string>
}

/** What every match decision needs beside the question. */
export interface MatchMeans {
  /** As the scope stands at its view's revision. */
  readonly basisOf: (scope: AskScope) => Promise<MatchBasis>
  /** The least probability that keeps the promise, or null. */
  readonly barOf: (calibration: Calibration, promise: number) => number | null
  readonly formOf: (text: string) => QuestionForm
  readonly guards: RunGuards
  /** Opened when first used, which takes some ten milliseconds. */
  readonly words: () => Promise<WordVectors>
}

export interface MatchMeansParts {
  readonly store: Store
  /** Decides where a scope has no fit of its own. */
  readonly prior: Calibration
  readonly openWords: () => Promise<WordVectors>
}

const keptBars = 64

/** Keeps what is read of a scope until its revision rises, and what is computed for good. */
export function createMatchMeans({ store, prior, openWords }: MatchMeansParts): MatchMeans {
  const bases = new Map<ScopeId, { readonly revision: number; readonly basis: MatchBasis }>()
  const bars = new WeakMap<Calibration, Map<number, number | null>>()
  let opened: Promise<WordVectors> | null = null
  return {
    async basisOf({ scope, view }) {
      const { revision } = view
      const known = bases.get(scope)
      if (known?.revision === revision) return known.basis
      const [calibration, closed] = await Promise.all([scopeCalibration(store.read, scope, prior), closedClasses(store.read, scope)])
      // The same fit stays the same object, and its bars with it.
      const before = known?.basis.calibration
      const isSame = before?.version === calibration.version && before.fittedAt === calibration.fittedAt
      const basis = { calibration: isSame ? before : calibration, closed }
      bases.set(scope, { revision, basis })
      return basis
    },
    barOf(calibration, promise) {
      const known = bars.get(calibration) ?? new Map<number, number | null>()
      bars.set(calibration, known)
      const before = known.get(promise)
      if (before !== undefined) return before
      if (known.size >= keptBars) known.clear()
      const bar = barFor(calibration, promise)
      known.set(promise, bar)
      return bar
    },
    formOf: createFormReader(),
    guards: createGuards(),
    words: () => {
      opened ??= openWords()
      return opened
    },
  }
}
