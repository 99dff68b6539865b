import type { ModelPrice } from '../spec/ledger.ts'
import prices from './prices.json' with { type: 'json' }

/** A price with the day it was read and where. */
export interface DatedPrice extends ModelPrice {
  /** YYYY-MM-DD. */
  readonly asOf: string
  readonly source: string
}

interface PriceRow {
  readonly input: number
  readonly output: number
  readonly cachedInput?: number
  readonly flexFactor?: number
  readonly asOf?: string
}

interface ProviderRow {
  readonly source: string
  readonly tokenMargin: number
  /** What calls sent in a batch cost of the price of direct ones, all models of the provider alike. */
  readonly batch?: { readonly factor: number; readonly source: string; readonly asOf: string }
  readonly models: Readonly<Record<string, PriceRow>>
}

const providers: Readonly<Record<string, ProviderRow>> = prices.providers

/** Day on which the table was last gone through. */
export const pricesAsOf: string = prices.asOf

/**
 * Price of `provider/model` from the dated table, or null where it is unknown: such a model is counted in tokens only.
 * A dated model id (`gpt-4.1-2025-04-14`) has the price of its name. Models run on the caller's own machine cost nothing.
 */
export function priceOf(name: string): DatedPrice | null {
  const { provider, model } = splitName(name)
  if (provider === 'ollama') return { input: 0, output: 0, asOf: prices.asOf, source: 'runs on your own machine' }
  const row = providers[provider]
  const price = row?.models[model] ?? row?.models[model.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')]
  if (row === undefined || price === undefined) return null
  const batch = row.batch === undefined ? {} : { batchFactor: row.batch.factor }
  return { ...price, ...batch, asOf: price.asOf ?? prices.asOf, source: row.source }
}

/**
 * By how much a provider's own count of tokens may exceed ours: reservations are multiplied by it, so that what is
 * reserved stays the worst case.
 */
export function tokenMargin(name: string): number {
  return providers[splitName(name).provider]?.tokenMargin ?? prices.otherTokenMargin
}

function splitName(name: string): { readonly provider: string; readonly model: string } {
  const slash = name.indexOf('/')
  return slash === -1 ? { provider: '', model: name } : { provider: name.slice(0, slash), model: name.slice(slash + 1) }
}
