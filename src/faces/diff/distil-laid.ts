import { toClaims } from '../../distil/claims-table.ts'
import { deduplicateQuestions } from '../../predict/deduplicate.ts'
import type { Claim } from '../../spec/claim.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { DocumentId } from '../../spec/ids.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import type { Distiller, QuestionGenerator } from '../../spec/skills.ts'
import type { LaidDocument } from './laid-change.ts'

/** What the extractive skills make of the changed documents. */
export interface DistilledChange {
  /** Claims by document; one that was beyond the cap, or failed, has none here. */
  readonly claims: ReadonlyMap<DocumentId, readonly Claim[]>
  readonly drafts: readonly QuestionDraft[]
  readonly documents: number
  readonly left: number
}

/** Changed documents that are distilled, at most: about 50 ms each. */
const most = 200

/** Distils the changed documents as they will be and predicts their questions, in memory; nothing where there are no skills. */
export async function distilLaid(
  documents: readonly LaidDocument[],
  skills: { readonly distiller: Distiller; readonly generator: QuestionGenerator } | null,
  signal: AbortSignal | undefined,
): Promise<DistilledChange> {
  if (skills === null) return { claims: new Map(), drafts: [], documents: 0, left: 0 }
  const { distiller, generator } = skills
  const claims = new Map<DocumentId, readonly Claim[]>()
  const drafts: QuestionDraft[] = []
  const live = documents.flatMap((one) =>
    one.document === null || (one.changes.length === 0 && one.fresh.length === 0) ? [] : [one.document],
  )
  for (const document of live.slice(0, most)) {
    try {
      const own = toClaims(document.id, (await distiller.distilDocument(document, { signal })).claims)
      claims.set(document.id, own)
      drafts.push(...(await generator.generate({ document, claims: own }, { signal })).questions)
    } catch (cause) {
      // One document that cannot be distilled leaves its lists uncompared; the sleep would name it too.
      if (signal?.aborted || !(cause instanceof ReverieError) || cause.code !== 'internal') throw cause
    }
  }
  return { claims, drafts: deduplicateQuestions(drafts), documents: claims.size, left: live.length - claims.size }
}
