import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { enoughAsks } from './stop-rule.ts'

/** How often answers of late were drawn from each document, by path. */
export type Demand = ReadonlyMap<string, number>

const recentAsks = 1_000

/** Counts asks by the documents their answers cite, each document once an ask. */
export async function loadDemand(db: Kysely<Schema>, scope: ScopeId): Promise<Demand> {
  const rows = await db.selectFrom('records').select('answer').where('scope', '=', scope).orderBy('at', 'desc').limit(recentAsks).execute()
  const demand = new Map<string, number>()
  for (const row of rows) {
    const { citations = [] } = JSON.parse(row.answer) as { readonly citations?: readonly { readonly path?: string }[] }
    for (const path of new Set(citations.flatMap((citation) => citation.path ?? []))) demand.set(path, (demand.get(path) ?? 0) + 1)
  }
  return demand
}

export interface DistilDemand<Document> {
  /** A model distils these, what is asked about most first. */
  readonly byModel: readonly Document[]
  /** These are distilled by extraction, which costs nothing. */
  readonly byExtraction: readonly Document[]
  /** Why, in words; null where all go to the model. */
  readonly why: string | null
}

/**
 * Structure first, a model's prose for what people ask about. Before enough was asked to tell, and where `all` is set, a
 * model distils everything, in the order given.
 */
export function distilByDemand<Document extends { readonly path: string }>(
  documents: readonly Document[],
  { demand, asks, mode }: { readonly demand: Demand; readonly asks: number; readonly mode: 'demand' | 'all' },
): DistilDemand<Document> {
  if (mode === 'all' || asks < enoughAsks) return { byModel: documents, byExtraction: [], why: null }
  const wanted = (document: Document) => demand.get(document.path) ?? 0
  const byModel = documents.filter((document) => wanted(document) > 0).sort((a, b) => wanted(b) - wanted(a))
  const byExtraction = documents.filter((document) => wanted(document) === 0)
  return { byModel, byExtraction, why: byExtraction.length === 0 ? null : `no answer of the last ${asks} asks was drawn from them` }
}
