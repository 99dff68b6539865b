import type { Predictor } from '../../spec/predictor.ts'
import { poolPredictor } from './pool-predictor.ts'

/** Questions about everything at once, and tasks across files. */
export const corpus: Predictor = poolPredictor('corpus', new Set(['corpus'] as const))
