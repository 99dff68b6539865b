import type { Kysely } from 'kysely'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { enoughAsks } from './enough-asks.ts'

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

export interface DistilTerms<Document> {
  readonly demand: Demand
  /** Asks ever of the scope. */
  readonly asks: number
  readonly mode: 'demand' | 'all'
  /** What a model's distillate of a document costs, and a live answer, waiting included, in one unit. */
  readonly costOf: (document: Document) => number
  readonly liveWorth: number
  /** What may be spent in that unit; null: only caps hold. */
  readonly purse: number | null
  /** Whether documents may be tried before anything was asked of them. */
  readonly isTrial: boolean
}

/** Part of the asks about a document that its distillate, and the questions worded from it, spare a live answer. */
const spared = 0.1
/** Part of the purse that distilling may take before anything was asked: the rest is for answers. */
const distillingShare = 0.5

/**
 * Structure first, a model's prose for what people ask about: where as many asks as a document had, coming again, spare more
 * than its distillate costs. In a trial before enough was asked to tell, what was asked about and then the documents in the order
 * given, as far as half of the purse reaches. Where `all` is set a model distils everything.
 */
export function distilByDemand<Document extends { readonly path: string }>(
  documents: readonly Document[],
  { demand, asks, mode, costOf, liveWorth, purse, isTrial }: DistilTerms<Document>,
): DistilDemand<Document> {
  if (mode === 'all') return { byModel: documents, byExtraction: [], why: null }
  const isCold = asks < enoughAsks && isTrial
  if (isCold && purse === null) return { byModel: documents, byExtraction: [], why: null }
  const wanted = (document: Document) => demand.get(document.path) ?? 0
  const pays = (document: Document) => wanted(document) * spared * liveWorth > costOf(document)
  const asked = documents.filter((document) => wanted(document) > 0).sort((a, b) => wanted(b) - wanted(a))
  const candidates = isCold ? [...asked, ...documents.filter((document) => wanted(document) === 0)] : asked.filter(pays)
  let room = purse === null ? Number.POSITIVE_INFINITY : purse * (isCold ? distillingShare : 1)
  const chosen = new Set<Document>()
  for (const document of candidates) {
    const cost = costOf(document)
    if (cost > room) continue
    room -= cost
    chosen.add(document)
  }
  const byExtraction = documents.filter((document) => !chosen.has(document))
  const why = isCold
    ? 'nothing asked so far shows that a model’s distillates of them would pay'
    : `too few of the ${asks} asks were about them for a model’s distillates to pay`
  return { byModel: candidates.filter((document) => chosen.has(document)), byExtraction, why: byExtraction.length === 0 ? null : why }
}
