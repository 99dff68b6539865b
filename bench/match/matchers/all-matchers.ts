import { calibratedMatcher } from './calibrated-matcher.ts'
import { cosineMatcher } from './cosine-matcher.ts'
import type { Matcher } from './matcher.ts'

/** Every matcher that is measured, on the same splits. */
export const allMatchers: readonly Matcher[] = [cosineMatcher, calibratedMatcher]

/** Bars that semantic caches are configured with, for the cosine alone. */
export const fixedBars: readonly number[] = [0.8, 0.9, 0.95]
