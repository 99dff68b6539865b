import type { ModelPrice } from '../../spec/ledger.ts'

/** A price as a channel charges it; a factor that is not known is 1, so that what is reserved stays the worst case. */
export function priceByFactor(price: ModelPrice | null, factor: number | undefined): ModelPrice | null {
  if (price === null || factor === undefined || factor === 1) return price
  const { input, output, cachedInput } = price
  return { input: input * factor, output: output * factor, ...(cachedInput === undefined ? {} : { cachedInput: cachedInput * factor }) }
}
