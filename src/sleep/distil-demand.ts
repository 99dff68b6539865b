import type { DocumentSummary } from '../corpus/documents.ts'
import { fileRecipe } from './file-recipe.ts'
import { distilByDemand, loadDemand } from './plan/distil-by-demand.ts'
import type { Planner, PlanTerms } from './plan/open-planner.ts'
import type { SleepContext } from './sleep-context.ts'

/** Who distils what: a model what people ask about, extraction the rest. */
export interface DistilMeans {
  /** The context under which a document is distilled. */
  readonly contextOf: (document: DocumentSummary) => SleepContext
  /** The context under which folders and topics are. */
  readonly ofGroups: SleepContext
}

/**
 * Splits the documents by demand, where a model would distil them, and once enough was asked to tell. What this model distilled
 * before stays with it: a change costs its own part then, and what was paid for is found again when a text returns.
 */
export async function distilMeans(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  worth: { readonly planner: Planner; readonly terms: PlanTerms } | null,
): Promise<DistilMeans> {
  const { plain } = context.skills
  if (worth === null || plain === undefined || worth.terms.distil === 'all') return { contextOf: () => context, ofGroups: context }
  const demand = await loadDemand(context.store.read, context.scope)
  const { byModel, byExtraction } = distilByDemand(documents, { demand, asks: await worth.planner.asks(), mode: 'demand' })
  if (byExtraction.length === 0) return { contextOf: () => context, ofGroups: context }
  const extracting: SleepContext = { ...context, skills: { ...context.skills, ...plain } }
  const wanted = new Set<string>([...byModel.map(({ id }) => id), ...(await distilledByModel(context))])
  return { contextOf: ({ id }) => (wanted.has(id) ? context : extracting), ofGroups: byModel.length === 0 ? extracting : context }
}

async function distilledByModel({ store, scope, skills }: SleepContext): Promise<readonly string[]> {
  const rows = await store.read
    .selectFrom('distillates')
    .select('subject')
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .where('recipe', '=', fileRecipe(skills))
    .execute()
  return rows.map((row) => row.subject)
}
