import { calibratedMatcher } from './calibrated-matcher.ts'
import { cosineMatcher } from './cosine-matcher.ts'
import type { Matcher } from './matcher.ts'
import { priorMatcher } from './prior-matcher.ts'

/** Every matcher that is measured, on the same splits. */
export const allMatchers: readonly Matcher[] = [cosineMatcher, priorMatcher, calibratedMatcher]
