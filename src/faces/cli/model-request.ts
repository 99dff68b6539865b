import type { ModelPrice } from '../../spec/ledger.ts'
import type { LoadedConfig } from '../config/load-config.ts'
import type { ModelRequest } from './cli-dependencies.ts'

/** The model that a configuration names, as it is opened; null where it names none. */
export function modelRequest({ model, baseUrl, price }: LoadedConfig['config']): ModelRequest | null {
  if (model === undefined) return null
  return {
    name: model,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(price === undefined ? {} : { price: priceOf(price) }),
  }
}

function priceOf({ input, output, cachedInput, batchFactor, flexFactor }: NonNullable<LoadedConfig['config']['price']>): ModelPrice {
  return {
    input,
    output,
    ...(cachedInput === undefined ? {} : { cachedInput }),
    ...(batchFactor === undefined ? {} : { batchFactor }),
    ...(flexFactor === undefined ? {} : { flexFactor }),
  }
}
