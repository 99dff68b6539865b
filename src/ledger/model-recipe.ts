import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { z } from 'zod'
import { type Digest, digest } from '../spec/digest.ts'
import type { MeteredModel } from '../spec/ledger.ts'

export interface RecipeParts {
  /** `distiller`, `reader` … */
  readonly skill: string
  /** Raised by hand whenever the code around the prompt changes what comes out. */
  readonly version: number
  readonly model: MeteredModel
  /** Numbers and switches that shape the output. */
  readonly parameters: Readonly<Record<string, string | number>>
  /** The prompt made from an empty sample with the placeholder fence: its fixed words. */
  readonly prompt: LanguageModelV4Prompt
  readonly schema: z.ZodType | null
}

/** The recipe of a generative skill: another digest means that what it made is owed again. */
export function modelRecipe({ skill, version, model, parameters, prompt, schema }: RecipeParts): Digest {
  const words = prompt.map((message) =>
    typeof message.content === 'string'
      ? message.content
      : message.content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n'),
  )
  const set = Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1))
  return digest(
    'generative',
    skill,
    version,
    model.name,
    digest(...set.map(([name, value]) => `${name}=${value}`)),
    digest(...words),
    schema === null ? '' : digest(JSON.stringify(z.toJSONSchema(schema))),
  )
}
