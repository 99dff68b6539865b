import type { DocumentSummary } from '../corpus/documents.ts'
import { documentInput } from '../distil/document-input.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import type { SleepContext } from './sleep-context.ts'

/** Documents whose passages or recipe are not those their distillate was made from, or whose distillate slept while they were deleted. */
export async function owedDocuments(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  contextOf: (document: DocumentSummary) => Pick<SleepContext, 'skills'>,
): Promise<ReadonlySet<string>> {
  const rows = await context.store.read
    .selectFrom('distillates')
    .select(['subject', 'input', 'recipe', 'state'])
    .where('scope', '=', context.scope)
    .where('level', '=', 'file')
    .execute()
  const known = new Map(rows.map((row) => [row.subject, row]))
  const owed = documents.filter((document) => {
    const made = known.get(document.id)
    return (
      made === undefined ||
      made.state === 'dormant' ||
      made.input !== documentInput(document) ||
      recipeOwed(made.recipe, fileRecipe(contextOf(document).skills))
    )
  })
  context.tally.keep('distillates', documents.length - owed.length)
  return new Set(owed.map((document) => document.id))
}
