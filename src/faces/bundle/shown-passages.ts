import { nextTurn } from '../../corpus/next-turn.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import { shownDigest } from './shown-digest.ts'

export interface ShownPassage {
  readonly passage: string
  readonly path: string
  readonly digest: string
}

const page = 4_000

/** Every passage a search can find, as searches see it; in pages, so that no read holds the thread. */
export async function* shownPassages(store: Store, scope: ScopeId): AsyncIterable<ShownPassage> {
  for (let after = 0; ; ) {
    const rows = await store.read
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .select(['passages.no', 'passages.passage', 'passages.version', 'passages.place_digest', 'documents.path', 'documents.title'])
      .where('passages.scope', '=', scope)
      .where('passages.version', 'is not', null)
      .where('documents.state', '=', 'live')
      .where('passages.no', '>', after)
      .orderBy('passages.no')
      .limit(page)
      .execute()
    for (const { passage, version, place_digest: place, path, title } of rows) {
      yield { passage, path, digest: shownDigest({ version: version ?? '', place, title }) }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.no
    await nextTurn()
  }
}
