import { createRequire } from 'node:module'
import type { Random } from '../../spec/random.ts'

const require = createRequire(import.meta.url)

/** What is believed of a rate: a beta distribution; both above 0. */
export interface Beta {
  readonly alpha: number
  readonly beta: number
}

export function betaMean({ alpha, beta }: Beta): number {
  return alpha / (alpha + beta)
}

/** The rate below which it lies with this probability. */
export function betaQuantile({ alpha, beta }: Beta, probability: number): number {
  return special().incbi(alpha, beta, probability)
}

/** One draw, by inverting its distribution at a uniform number. */
export function betaDraw(belief: Beta, random: Pick<Random, 'next'>): number {
  return betaQuantile(belief, Math.min(1 - 1e-9, Math.max(1e-9, random.next())))
}

/** Loaded when first needed: its WebAssembly takes some milliseconds to compile. */
function special(): Pick<typeof import('cephes', { with: { 'resolution-mode': 'require' }}), 'incbi'> {
  return require('cephes') as typeof import('cephes', { with: { 'resolution-mode': 'require' }})
}
