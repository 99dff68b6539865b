import { parseArgs } from 'node:util'
import { openModel } from '../../adapters/models/open-model.ts'
import { priceOf } from '../../ledger/price-of.ts'
import { runDemo } from './run-demo.ts'

const { values } = parseArgs({ options: { model: { type: 'string' }, usd: { type: 'string' }, 'base-url': { type: 'string' } } })

const model =
  values.model === undefined
    ? null
    : await openModel(values.model, { priceOf, ...(values['base-url'] === undefined ? {} : { baseUrl: values['base-url'] }) })
await runDemo({ model, usd: values.usd === undefined ? null : Number(values.usd), print: (line) => console.log(line) })
