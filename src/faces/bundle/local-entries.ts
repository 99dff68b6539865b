import { editionId } from '../../lineage/editions/edition.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { EntryId } from '../../spec/ids.ts'
import type { ImportContext } from './import-context.ts'

/** What this scope has for an entry. */
export interface LocalEntry {
  /** An answer of its own that stands: no bundle replaces it. */
  readonly isServable: boolean
  /** What its answer would be called as an edition. */
  readonly edition: string
}

const slice = 300

export async function loadLocalEntries({ store, scope }: ImportContext, ids: readonly string[]): Promise<ReadonlyMap<string, LocalEntry>> {
  const found = new Map<string, LocalEntry>()
  for (let at = 0; at < ids.length; at += slice) {
    const rows = await store.read
      .selectFrom('entries')
      .select(['entry', 'kind', 'state', 'body'])
      .where('scope', '=', scope)
      .where('entry', 'in', ids.slice(at, at + slice))
      .execute()
    for (const { entry, kind, state, body } of rows) {
      found.set(entry, {
        isServable: kind === 'answer' && (state === 'fresh' || state === 'suspect'),
        edition: editionId(entry as EntryId, JSON.parse(body) as AnswerBody),
      })
    }
  }
  return found
}
