import type { Predictor } from '../../spec/predictor.ts'
import { poolPredictor } from './pool-predictor.ts'

/** What headings, symbols, claims and complete lists give rise to. */
export const structure: Predictor = poolPredictor('structure', new Set(['structure', 'list'] as const))
