import type { Predictor } from '../../spec/predictor.ts'
import { type ChangesOptions, createChanges } from './changes.ts'
import { createCommits } from './commits.ts'
import { conversation } from './conversation.ts'
import { corpus } from './corpus.ts'
import { distillates } from './distillates.ts'
import { misses } from './misses.ts'
import { pinned } from './pinned.ts'
import { recurrence } from './recurrence.ts'
import { season } from './season.ts'
import { structure } from './structure.ts'
import { transitions } from './transitions.ts'

/** Every predictor, in a fixed order. */
export function allPredictors(options: ChangesOptions = { hasChangeDocuments: false }): readonly Predictor[] {
  return [
    pinned,
    recurrence,
    season,
    transitions,
    misses,
    createChanges(options),
    createCommits(options),
    conversation,
    structure,
    distillates,
    corpus,
  ]
}
