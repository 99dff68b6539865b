import type { CliDependencies } from './cli-dependencies.ts'

/** The library and the model providers that are installed, loaded when first used. */
export const installedDependencies: CliDependencies = {
  async openReverie(options) {
    const { openReverie } = await import('../library.ts')
    const { modelOffers } = await import('./model-offers.ts')
    return openReverie({ ...options, findOffers: (bytes) => modelOffers(process.env, bytes) })
  },
  async openModel({ name, baseUrl, price }) {
    const { openModel } = await import('../../adapters/models/open-model.ts')
    const { priceOf } = await import('../../ledger/price-of.ts')
    return openModel(name, { ...(baseUrl === undefined ? {} : { baseUrl }), priceOf: (known) => price ?? priceOf(known) })
  },
}
