import { z } from 'zod'
import { budget } from './budget-schema.ts'

const window = z.strictObject({ run: budget.optional(), day: budget.optional(), month: budget.optional() })
const purposes = ['distil', 'predict', 'pre-answer', 'verify', 'ask', 'rewrite', 'shadow', 'adapt', 'bench'] as const
const side = window.extend({ purposes: z.partialRecord(z.enum(purposes), budget).readonly().optional() }).readonly()
const keep = z
  .strictObject({
    count: z.int().nonnegative().optional(),
    days: z.number().positive().optional(),
    megabytes: z.number().positive().optional(),
  })
  .readonly()

/** Keys that decide whether sleeping is worth it, when it happens, what it may spend and what is kept of it. */
export const worthKeys = {
  caps: z
    .strictObject({ sleep: side.optional(), ask: side.optional(), everywhere: window.omit({ run: true }).readonly().optional() })
    .readonly()
    .optional()
    .describe('{ sleep?: { run?, day?, month?, purposes? }, ask?: the same, everywhere?: { day?, month? } }, each a budget such as "$5"'),
  onCap: z.enum(['quote', 'error']).optional().describe('"quote" or "error"'),
  priceWindows: z
    .array(z.strictObject({ cron: z.string().min(1), hours: z.number().positive(), factor: z.number().nonnegative() }))
    .readonly()
    .optional()
    .describe('a list of { cron: "30 16 * * *", hours: 8, factor: 0.5 }'),
  channel: z.enum(['direct', 'flex', 'batch']).optional().describe('"direct", "flex" or "batch"'),
  valueOfSecond: z.number().nonnegative().optional().describe('dollars, 0 or more'),
  returnFloor: z.number().nonnegative().optional().describe('dollars saved for a dollar spent, 0 or more'),
  distil: z.enum(['demand', 'all']).optional().describe('"demand" or "all"'),
  idle: z
    .strictObject({
      afterSeconds: z.number().nonnegative().optional(),
      windows: z.array(z.string().min(1)).readonly().optional(),
      maxLoad: z.number().positive().optional(),
      onBattery: z.boolean().optional(),
    })
    .readonly()
    .optional()
    .describe('{ afterSeconds?: number, windows?: string[], maxLoad?: number, onBattery?: boolean }'),
  retention: z
    .strictObject({ answers: keep.optional(), keys: keep.optional(), questions: keep.optional(), records: keep.optional() })
    .readonly()
    .optional()
    .describe('{ answers?, keys?, questions?, records? }, each { count?: number, days?: number, megabytes?: number }'),
  commits: z.boolean().optional().describe('true or false'),
  askedText: z.enum(['kept', 'hashed', 'off']).optional().describe('"kept", "hashed" or "off"'),
  serve: z.enum(['all', 'approvedOnly']).optional().describe('"all" or "approvedOnly"'),
} as const
