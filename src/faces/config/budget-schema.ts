import { z } from 'zod'
import { parseBudget } from './parse-budget.ts'

const budgetText = z.string().transform((text, context) => {
  try {
    return parseBudget(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
})

/** A budget as it is written: `"200k"`, `"$0.25"`, or an object. */
export const budget = z.union([
  z.strictObject({ tokens: z.int().nonnegative().optional(), usd: z.number().nonnegative().optional() }),
  budgetText,
])
