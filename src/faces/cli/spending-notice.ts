import { describeBudget } from '../config/parse-budget.ts'
import type { CommandContext } from './command-context.ts'

const defaultUsd = 1

/** What a sleep with a model may spend, said before it does; null without a model. */
export async function spendingNotice(context: CommandContext): Promise<string | null> {
  const { model, budget, price, baseUrl } = context.loaded.config
  if (model === undefined) return null
  const opened = await context.dependencies.openModel({
    name: model,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(price === undefined ? {} : { price }),
  })
  if (budget !== undefined) return `${model}: this sleep stops at ${describeBudget(budget)}.`
  if (opened.price === undefined || opened.price === null)
    return `${model}: its price is not known, so no cap applies; --budget 200k would set one.`
  if (opened.price.input === 0 && opened.price.output === 0) return `${model}: no charge, so no cap applies; --budget 200k would set one.`
  return `${model}: this sleep stops at $${defaultUsd.toFixed(2)}; --budget changes it.`
}
