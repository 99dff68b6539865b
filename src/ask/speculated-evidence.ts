import { corpusRevision } from '../corpus/corpus-revision.ts'
import { type RecalledUnit, recallable } from '../retrieve/recalled-unit.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { Store } from '../spec/store.ts'
import type { ReadyScope } from './ask-types.ts'

/** What a search asleep found, as `speculations` keeps it. */
export interface SpeculatedEvidence {
  /** Whose vectors it was searched with. */
  readonly embedder: string
  /** Passages searched. */
  readonly passages: number
  /** In the order found. */
  readonly units: readonly RecalledUnit[]
}

/** As it is stored. */
export function speculatedEvidenceJson(
  found: readonly ScoredUnit[],
  searched: { readonly embedder: string; readonly passages: number },
): string {
  const { embedder, passages } = searched
  return JSON.stringify({ embedder, passages, units: recallable(found) } satisfies SpeculatedEvidence)
}

/**
 * What a search for the question would find now, recalled instead of searched: where it was searched asleep word for word,
 * with the same embedder, and no document has changed since, stored or laid over the scope. Null: it must be searched.
 */
export async function speculatedEvidence(
  { read: db }: Pick<Store, 'read'>,
  embedder: string,
  { scope: { scope, view }, now }: ReadyScope,
  question: string,
): Promise<readonly ScoredUnit[] | null> {
  if (now.overlay.hiddenDocuments.size > 0) return null
  const row = await db
    .selectFrom('speculations')
    .innerJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'speculations.scope').onRef('questions.question', '=', 'speculations.question'),
    )
    .select(['speculations.evidence', 'speculations.revision'])
    .where('speculations.scope', '=', scope)
    .where('speculations.question', '=', questionDigest(question))
    .where('speculations.evidence', 'is not', null)
    .where('questions.text', '=', question)
    .orderBy('speculations.revision', 'desc')
    .executeTakeFirst()
  if (row === undefined || row.evidence === null || Number(row.revision) > view.revision) return null
  if (Number(row.revision) !== (await corpusRevision(db, scope))) return null
  const kept = JSON.parse(row.evidence) as SpeculatedEvidence
  return kept.embedder === embedder ? view.recall({ question, units: kept.units, passages: kept.passages }) : null
}
