import { z } from 'zod'
import { type Calibration, labelSources, type RiskPoint } from './calibration.ts'

const count = z.number().int().nonnegative()
const numbers = z.array(z.number())

const riskPoint = z
  .object({
    probability: z.number().min(0).max(1),
    hits: count,
    wrong: count,
    bySource: z.partialRecord(z.enum(labelSources), count).exactOptional(),
  })
  .refine(({ hits, wrong }) => wrong <= hits)

const risk = z.array(riskPoint).refine(isStrictestFirst)

const calibration: z.ZodType<Calibration> = z.object({
  version: count,
  features: z.string(),
  model: z
    .object({ intercept: z.number(), weights: numbers, means: numbers, scales: z.array(z.number().positive()) })
    .refine(({ weights, means, scales }) => weights.length === means.length && weights.length === scales.length),
  risk,
  labels: z.record(z.enum(labelSources), count),
  own: risk,
  fittedAt: z.number(),
})

/**
 * A stored calibration, from its JSON text or what that holds; null where it is none, or one that cannot have been made by a
 * fit. Whoever meets a null goes on with the prior and says so.
 */
export function readCalibration(stored: unknown): Calibration | null {
  return calibration.safeParse(typeof stored === 'string' ? parsed(stored) : stored).data ?? null
}

function isStrictestFirst(points: readonly RiskPoint[]): boolean {
  return points.every((point, at) => {
    const before = points[at - 1]
    return before === undefined || (before.probability > point.probability && before.hits <= point.hits && before.wrong <= point.wrong)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
