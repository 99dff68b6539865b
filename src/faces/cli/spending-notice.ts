import { describeBudget } from '../config/parse-budget.ts'
import type { CommandContext } from './command-context.ts'
import { modelRequest } from './model-request.ts'

const defaultUsd = 1

/** What a sleep with a model may spend, or each of many (`up`), said before it does; null without a model. */
export async function spendingNotice(context: CommandContext, which: 'this sleep' | 'each sleep' = 'this sleep'): Promise<string | null> {
  const { budget, caps } = context.loaded.config
  const request = modelRequest(context.loaded.config)
  if (request === null) return null
  const { name: model } = request
  const opened = await context.dependencies.openModel(request)
  const isCapped = caps?.sleep !== undefined || caps?.everywhere !== undefined
  const unbound = which === 'each sleep' ? ' Nothing bounds a day of them: set caps.sleep.day.' : ''
  const further = isCapped ? ' Your caps hold, too.' : unbound
  if (budget !== undefined) return `${model}: ${which} stops at ${describeBudget(budget)}.${further}`
  if (opened.price === undefined || opened.price === null)
    return `${model}: its price is not known, so no default cap applies; --budget 200k would set one.${further}`
  if (opened.price.input === 0 && opened.price.output === 0)
    return `${model}: no charge, so no default cap applies; --budget 200k would set one.${further}`
  return `${model}: ${which} stops at $${defaultUsd.toFixed(2)}; --budget changes it.${further}`
}
