import type { JSONSchema7, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import type { Spend } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import type { MeteredModel, SpendContext } from '../spec/ledger.ts'
import { addSpends } from './add-spends.ts'

export interface StructuredCall<Output> {
  readonly prompt: LanguageModelV4Prompt
  /** Every property required (nullable where it may be missing): what all providers accept. */
  readonly schema: z.ZodType<Output>
  /** Name of the output: letters, digits and underscores. */
  readonly name: string
  readonly maxOutputTokens: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks a model for JSON of a schema and validates it. Output that is no JSON, is cut, or does not fit is asked for once
 * more with what was wrong; then `model-malformed` is thrown, whose spend is in the ledger.
 */
export async function structuredCall<Output>(
  model: MeteredModel,
  { prompt, schema, name, maxOutputTokens, signal }: StructuredCall<Output>,
  context: SpendContext,
): Promise<{ readonly output: Output; readonly spend: Spend }> {
  const spends: Spend[] = []
  const responseFormat = { type: 'json', name, schema: wireSchema(schema) } as const
  let wrong = ''
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const { result, text, spend } = await model.generate(
      {
        prompt: attempt === 1 ? prompt : corrected(prompt, wrong),
        responseFormat,
        maxOutputTokens,
        ...(signal === undefined ? {} : { abortSignal: signal }),
      },
      context,
    )
    spends.push(spend)
    const parsed = parse(text, schema)
    if (parsed.ok) return { output: parsed.output, spend: addSpends(spends) }
    wrong = result.finishReason.unified === 'length' ? `the output was cut after ${maxOutputTokens} tokens` : parsed.wrong
  }
  throw new ReverieError('model-malformed', `${model.name} gave no valid ${name} twice: ${wrong}.`, {
    hint: 'The item is set aside; a model that keeps to JSON schemas does better.',
    spend: addSpends(spends),
  })
}

function wireSchema(schema: z.ZodType): JSONSchema7 {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    // Not every provider takes bounds of numbers; an integer's are only those of a double.
    override: ({ jsonSchema }) => {
      delete jsonSchema.minimum
      delete jsonSchema.maximum
    },
  })
  return rest as JSONSchema7
}

/** Our own words about the fault, never the output, which may carry what a document said. */
function corrected(prompt: LanguageModelV4Prompt, wrong: string): LanguageModelV4Prompt {
  const text = `Your previous output could not be used: ${wrong}. Answer again, complete, with JSON of the schema and nothing else.`
  return [...prompt, { role: 'user', content: [{ type: 'text', text }] }]
}

type Parsed<Output> = { readonly ok: true; readonly output: Output } | { readonly ok: false; readonly wrong: string }

function parse<Output>(text: string, schema: z.ZodType<Output>): Parsed<Output> {
  if (text.trim() === '') return { ok: false, wrong: 'it was empty' }
  const value = jsonIn(text)
  if (value === undefined) return { ok: false, wrong: 'it was not JSON' }
  const checked = schema.safeParse(value)
  if (checked.success) return { ok: true, output: checked.data }
  const issues = checked.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  return { ok: false, wrong: `it does not fit the schema (${issues.join('; ')})` }
}

/** The JSON of an answer, also where a model without schema support wraps it in a code block or a word before it. */
function jsonIn(text: string): unknown {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  for (const candidate of [text, start === -1 ? '' : text.slice(start, end + 1)]) {
    try {
      const value: unknown = JSON.parse(candidate)
      if (typeof value === 'object' && value !== null) return value
    } catch {
      // The next candidate; none left means no JSON.
    }
  }
  return undefined
}
