import type { DocumentSummary } from '../../corpus/documents.ts'
import type { Digest } from '../../spec/digest.ts'
import type { PassageId, ScopeId } from '../../spec/ids.ts'
import type { PassageSymbol } from '../../spec/parser.ts'
import type { Store } from '../../spec/store.ts'

export interface DocumentTexts {
  readonly passages: readonly { readonly id: PassageId; readonly version: Digest; readonly text: string }[]
  /** Everything its claims may take their words from: path, title, headings, symbols and passages. */
  readonly text: string
}

/** A live document's passages in order. */
export async function loadTexts(store: Store, scope: ScopeId, { id, path, title }: DocumentSummary): Promise<DocumentTexts> {
  const rows = await store.read
    .selectFrom('passages')
    .innerJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
    .select(['passages.passage', 'versions.digest', 'versions.text', 'passages.place', 'passages.symbol'])
    .where('passages.scope', '=', scope)
    .where('passages.document', '=', id)
    .orderBy('passages.ordinal')
    .execute()
  const passages = rows.map((row) => ({ id: row.passage as PassageId, version: row.digest as Digest, text: row.text }))
  const words = rows.flatMap(({ text, place, symbol }) => {
    const named = symbol === null ? null : (JSON.parse(symbol) as PassageSymbol)
    return [...(JSON.parse(place) as readonly string[]), ...(named === null ? [] : [named.path, named.signature]), text]
  })
  return { passages, text: [path, title ?? '', ...words].join('\n') }
}
