import type { DocumentSummary } from '../corpus/documents.ts'
import { fileRecipe } from './file-recipe.ts'
import { distilByDemand, loadDemand } from './plan/distil-by-demand.ts'
import { distilCost } from './plan/distil-cost.ts'
import type { Planner, PlanTerms } from './plan/open-planner.ts'
import type { SleepContext } from './sleep-context.ts'

/** Who distils what: a model what people ask about, extraction the rest. */
export interface DistilMeans {
  /** The context under which a document is distilled. */
  readonly contextOf: (document: DocumentSummary) => SleepContext
  /** The context under which folders and topics are. */
  readonly ofGroups: SleepContext
  /** Why some are left to extraction, in words; null where none is. */
  readonly why: string | null
}

/**
 * Splits the documents by demand, where a model would distil them. What this model distilled before stays with it: a change
 * costs its own part then, and what was paid for is found again when a text returns. Folders and topics are the model's where
 * most of the documents are.
 */
export async function distilMeans(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  worth: { readonly planner: Planner; readonly terms: PlanTerms } | null,
): Promise<DistilMeans> {
  const { plain } = context.skills
  if (worth === null || plain === undefined || worth.terms.distil === 'all')
    return { contextOf: () => context, ofGroups: context, why: null }
  const distilled = new Set(await distilledByModel(context))
  const demand = await loadDemand(context.store.read, context.scope)
  const facts = await worth.planner.facts()
  const { byModel, byExtraction, why } = distilByDemand(
    documents.filter(({ id }) => !distilled.has(id)),
    { demand, asks: facts.asks, mode: 'demand', ...distilCost(facts) },
  )
  if (byExtraction.length === 0) return { contextOf: () => context, ofGroups: context, why }
  const extracting: SleepContext = { ...context, skills: { ...context.skills, ...plain } }
  const wanted = new Set<string>([...byModel.map(({ id }) => id), ...distilled])
  const isMostly = documents.filter(({ id }) => wanted.has(id)).length * 2 > documents.length
  return { contextOf: ({ id }) => (wanted.has(id) ? context : extracting), ofGroups: isMostly ? context : extracting, why }
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
