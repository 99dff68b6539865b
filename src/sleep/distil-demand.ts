import type { DocumentSummary } from '../corpus/documents.ts'
import { documentInput } from '../distil/document-input.ts'
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

/** Folders and topics that a sleep goes over at most before the purse is looked at anew: what is set aside for them. */
const groupsAtOnce = 8

/**
 * Splits the documents by demand, where a model would distil them. What this model distilled before stays with it while it
 * stands, and where somebody asked for the sleep also once it changed: a change costs its own part then. Folders and topics are
 * the model's where most of the documents are. A sleep that began by itself does all that as far as the purse reaches.
 */
export async function distilMeans(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  worth: { readonly planner: Planner; readonly terms: PlanTerms } | null,
): Promise<DistilMeans> {
  const { plain } = context.skills
  if (worth === null || plain === undefined || worth.terms.distil === 'all')
    return { contextOf: () => context, ofGroups: context, why: null }
  const facts = await worth.planner.facts()
  const cost = distilCost(facts)
  const known = await distilledByModel(context)
  const stands = new Set<string>(documents.filter((document) => known.get(document.id) === documentInput(document)).map(({ id }) => id))
  const changed = documents.filter(({ id }) => known.has(id) && !stands.has(id))
  const room = { left: facts.settings.mandate === 'schedule' ? cost.purse : null }
  const kept = changed.filter((document) => takes(room, cost.costOf(document)))
  const demand = await loadDemand(context.store.read, context.scope)
  const purse = room.left ?? cost.purse
  const { byModel, why } = distilByDemand(
    documents.filter(({ id }) => !known.has(id)),
    { demand, asks: facts.asks, mode: 'demand', ...cost, purse },
  )
  const wanted = new Set<string>([...stands, ...[...kept, ...byModel].map(({ id }) => id)])
  const isMostly = wanted.size * 2 > documents.length
  const forGroups = { left: purse === null ? null : purse - byModel.reduce((sum, document) => sum + cost.costOf(document), 0) }
  const areAfforded = facts.settings.mandate !== 'schedule' || takes(forGroups, cost.ofGroups(groupsAtOnce))
  const extracting: SleepContext = { ...context, skills: { ...context.skills, ...plain } }
  return {
    contextOf: ({ id }) => (wanted.has(id) ? context : extracting),
    ofGroups: isMostly && areAfforded ? context : extracting,
    why: why ?? (kept.length < changed.length ? spentOut : null),
  }
}

const spentOut = 'sleeping has spent what it earned'

/** Whether that is still there; then it is taken. Null is no limit. */
function takes(room: { left: number | null }, cost: number): boolean {
  if (room.left !== null && cost > room.left) return false
  if (room.left !== null) room.left -= cost
  return true
}

/** Of what each document's distillate was made, where this model made it and it is not of a deleted file. */
async function distilledByModel({ store, scope, skills }: SleepContext): Promise<ReadonlyMap<string, string>> {
  const rows = await store.read
    .selectFrom('distillates')
    .select(['subject', 'input'])
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .where('recipe', '=', fileRecipe(skills))
    .execute()
  return new Map(rows.map(({ subject, input }) => [subject, input]))
}
