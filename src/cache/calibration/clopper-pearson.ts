import { createRequire } from 'node:module'
import { ReverieError } from '../../spec/errors.ts'

const require = createRequire(import.meta.url)

/**
 * Exact one-sided upper bound on a rate of which `wrong` of `n` independent trials were seen: the true rate lies at or below
 * it with at least `confidence`, whatever it is (Clopper & Pearson 1934, by quantiles of the beta distribution). 1 at n = 0.
 *
 * @throws ReverieError `bad-argument` on counts that are none and a confidence outside (0, 1).
 */
export function upperBound(wrong: number, n: number, confidence: number): number {
  check(wrong, n, confidence)
  return wrong === n ? 1 : betaQuantile(wrong + 1, n - wrong, confidence)
}

/** The lower bound that goes with {@link upperBound}: the true rate lies at or above it with at least `confidence`. 0 at n = 0. */
export function lowerBound(wrong: number, n: number, confidence: number): number {
  check(wrong, n, confidence)
  return wrong === 0 ? 0 : betaQuantile(wrong, n - wrong + 1, 1 - confidence)
}

/** Exact two-sided interval: half of what `confidence` leaves lies beyond either end. */
export function interval(wrong: number, n: number, confidence: number): { readonly lower: number; readonly upper: number } {
  const oneSided = (1 + confidence) / 2
  return { lower: lowerBound(wrong, n, oneSided), upper: upperBound(wrong, n, oneSided) }
}

/**
 * Loaded when first asked for, since its WebAssembly takes some milliseconds to compile; then it comes from the cache of
 * modules. Its CommonJS build is ready at once, where the ES module of the same package compiles itself later.
 */
function betaQuantile(alpha: number, beta: number, probability: number): number {
  const { incbi }: typeof import('cephes', { with: { 'resolution-mode': 'require' }}) = require('cephes')
  return incbi(alpha, beta, probability)
}

function check(wrong: number, n: number, confidence: number): void {
  if (Number.isSafeInteger(wrong) && Number.isSafeInteger(n) && wrong >= 0 && wrong <= n && confidence > 0 && confidence < 1) return
  throw new ReverieError('bad-argument', `no bound on ${wrong} of ${n} at a confidence of ${confidence}`, {
    hint: 'Give whole counts with 0 ≤ wrong ≤ n, and a confidence between 0 and 1.',
  })
}
