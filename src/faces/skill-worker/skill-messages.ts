import type { Digest } from '../../spec/digest.ts'
import type { Distiller, GeneratorInput, GroupInput, KeyRequest, KeyWriter, QuestionGenerator, SkillDocument } from '../../spec/skills.ts'

/** What crosses to the skill worker, one at a time… */
export type SkillRequest =
  | { readonly kind: 'document'; readonly document: SkillDocument }
  | { readonly kind: 'group'; readonly group: GroupInput }
  | { readonly kind: 'questions'; readonly input: GeneratorInput }
  | { readonly kind: 'keys'; readonly request: KeyRequest }

/** What each request is answered with. */
export interface SkillResults {
  readonly document: Awaited<ReturnType<Distiller['distilDocument']>>
  readonly group: Awaited<ReturnType<Distiller['distilGroup']>>
  readonly questions: Awaited<ReturnType<QuestionGenerator['generate']>>
  readonly keys: Awaited<ReturnType<KeyWriter['write']>>
}

/** Recipes of the skills the worker runs. */
export interface SkillRecipes {
  readonly distiller: Digest
  readonly generator: Digest
  readonly keyWriter: Digest
}

/** …and back. */
export type SkillReply =
  /** Once, when the worker has loaded its grammar. */
  | { readonly kind: 'ready'; readonly recipes: SkillRecipes }
  | { readonly kind: 'done'; readonly result: SkillResults[keyof SkillResults] }
  | { readonly kind: 'failed'; readonly message: string }
