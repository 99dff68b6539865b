import type { Predictor } from '../../spec/predictor.ts'
import { poolPredictor } from './pool-predictor.ts'

/** What a model asked over documents' claims and over summaries. */
export const distillates: Predictor = poolPredictor('distillates', new Set(['model', 'distillates'] as const))
