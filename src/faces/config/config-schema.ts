import { z } from 'zod'
import { heuristicRungs } from '../../spec/evidence.ts'
import { budget } from './budget-schema.ts'
import { worthKeys } from './worth-schema.ts'

const positive = z.number().positive()
const patterns = z.array(z.string().min(1)).readonly()

/**
 * Every key of `reverie.config.ts` or `.json`. The object is strict: a key that is not here is an error. `describe` holds
 * what is allowed, in the words an error shows.
 */
export const configSchema = z.strictObject({
  model: z.string().min(1).optional().describe('a model as "provider/name", such as "openai/gpt-5-mini" or "ollama/qwen3:8b"'),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('an http(s) address of a server that speaks the OpenAI format'),
  price: z
    .strictObject({
      input: z.number().nonnegative(),
      output: z.number().nonnegative(),
      cachedInput: z.number().nonnegative().optional(),
      batchFactor: z.number().positive().optional(),
      flexFactor: z.number().positive().optional(),
    })
    .readonly()
    .optional()
    .describe('dollars per million tokens, as { input: number, output: number, cachedInput?, batchFactor?, flexFactor? }'),
  budget: budget.optional().describe('"200k", "$0.25", or { tokens?: number, usd?: number }'),
  askBudget: budget.optional().describe('"200k", "$0.25", or { tokens?: number, usd?: number }'),
  scope: z.string().min(1).optional().describe('a name, such as "default"'),
  database: z.string().min(1).optional().describe('a file path relative to the folder, "postgres://user@host/database", or ":memory:"'),
  paths: patterns.optional().describe('a list of files and folders to read, such as ["docs", "README.md"]'),
  ignore: patterns.optional().describe('a list of patterns as in .gitignore'),
  localOnly: patterns.optional().describe('a list of patterns as in .gitignore'),
  maxFileBytes: z.int().positive().optional().describe('a whole number of bytes above 0'),
  freshness: z.enum(['strict', 'bounded']).optional().describe('"strict" or "bounded"'),
  maxWrongHits: z
    .number()
    .positive()
    .lt(0.5)
    .optional()
    .describe('the share of prepared answers served that may be wrong for the question: a number above 0 and below 0.5, such as 0.01'),
  softStaleMs: z.int().nonnegative().optional().describe('a whole number of milliseconds, 0 or more'),
  cutoff: z
    .strictObject({ off: z.array(z.enum(heuristicRungs)).readonly().optional() })
    .readonly()
    .optional()
    .describe(`{ off: [${heuristicRungs.map((rung) => `"${rung}"`).join(', ')}] }, or some of these`),
  policy: z
    .strictObject({
      instructions: z.string().optional(),
      format: z.enum(['text', 'json']).optional(),
      language: z.string().min(2).optional(),
      tools: patterns.optional(),
    })
    .readonly()
    .optional()
    .describe('{ instructions?: string, format?: "text" | "json", language?: string, tools?: string[] }'),
  ...worthKeys,
  maxQuestions: positive.int().optional().describe('a whole number above 0'),
})

/** What a person writes in the configuration file; see `docs/configuration.md`. */
export type ReverieConfig = z.input<typeof configSchema>

/** The configuration file after reading: budgets are objects. */
export type ParsedConfig = z.output<typeof configSchema>

/** Every key of the configuration, in the order of the schema. */
export const configKeys: readonly (keyof ParsedConfig)[] = Object.keys(configSchema.shape) as (keyof ParsedConfig)[]
