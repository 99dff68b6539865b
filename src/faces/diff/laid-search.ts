import { orderCodeEvidence } from '../../predict/code/code-evidence-order.ts'
import type { WeightedTerm } from '../../retrieve/rank-hybrid.ts'
import { openScopeView, type ScopeView } from '../../retrieve/scope-view.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { Embedder } from '../../spec/embedder.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { Store } from '../../spec/store.ts'
import type { LaidChange } from './lay-changes.ts'

/** Searches over the new state. */
export interface LaidSearch {
  /** The question's terms that occur in the new state, with their weights there, rarest first. */
  terms(question: string): Promise<readonly WeightedTerm[]>
  /**
   * The best units for a question: by its stored vector and words where every new unit has a vector, else by words alone,
   * so that old and new text are weighed alike. A word that occurs nowhere weighs nothing: no text could say it better.
   */
  evidence(question: string): Promise<readonly ScoredUnit[]>
  /** The best units as an ask finds them now, by stored vectors and words. */
  asAsked(question: string): Promise<readonly ScoredUnit[]>
}

const units = 24

/** Opens a view of its own, loaded when first searched: the asks' view is not disturbed. */
export function openLaidSearch(store: Store, scope: ScopeId, embedder: Embedder, laid: LaidChange): LaidSearch {
  let opened: Promise<ScopeView> | null = null
  const isEmbedded = laid.documents.every((one) => one.owed.length === 0)

  async function open(): Promise<ScopeView> {
    const view = openScopeView({ store, scope, embedder })
    await view.refresh()
    await view.setOverlay({ hiddenDocuments: laid.hidden, passages: [...laid.passages.values()] })
    return view
  }

  const view = (): Promise<ScopeView> => {
    opened ??= open()
    return opened
  }

  const terms = async (question: string): Promise<readonly WeightedTerm[]> =>
    (await (await view()).terms(question)).filter(({ frequency }) => frequency > 0)

  const search = async (question: string, vector: Int8Array | null): Promise<readonly ScoredUnit[]> =>
    orderCodeEvidence(question, await (await view()).search({ question, vector, limit: units }))

  async function vectorOf(question: string): Promise<Int8Array | null> {
    const digest = keyVectorDigest(question)
    return (await storedVectors(store.read, scope, embedder.name, [digest])).get(digest) ?? null
  }

  return {
    terms,
    async evidence(question) {
      const said = new Map((await terms(question)).map(({ term, weight }) => [term, weight]))
      const found = await search(question, isEmbedded ? await vectorOf(question) : null)
      const termWeights = new Map([...(found[0]?.termWeights?.keys() ?? [])].map((term) => [term, said.get(term) ?? 0]))
      return found.map((unit) => ({ ...unit, termWeights }))
    },
    asAsked: async (question) => search(question, await vectorOf(question)),
  }
}
