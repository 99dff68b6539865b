import type { Insertable, RawBuilder } from 'kysely'
import type { ScopeId } from './ids.ts'
import { keyVectorDigest } from './key-vector.ts'
import { normaliseQuestion } from './normalise-question.ts'
import { thisRevision } from './revision.ts'
import type { KeysTable } from './schema.ts'

/** The row of one key of an entry, as it is written; found by its words at once, by nearness once its vector exists. */
export function keyRow(
  scope: ScopeId,
  entry: { readonly id: string; readonly policy: string },
  { text, kind }: Pick<KeysTable, 'text' | 'kind'>,
): Omit<Insertable<KeysTable>, 'revision'> & { readonly revision: RawBuilder<number> } {
  return {
    scope,
    policy: entry.policy,
    entry: entry.id,
    text,
    normalised: normaliseQuestion(text),
    kind,
    vector: keyVectorDigest(text),
    active: 1,
    revision: thisRevision(scope),
  }
}
