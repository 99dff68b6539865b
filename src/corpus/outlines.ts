import type { Digest } from '../spec/digest.ts'
import type { DocumentId, PassageId, ScopeId } from '../spec/ids.ts'
import type { PassageSymbol } from '../spec/parser.ts'
import type { SkillDocument, SkillPassage } from '../spec/skills.ts'
import type { Store } from '../spec/store.ts'
import { liveDocuments } from './documents.ts'
import { nextTurn } from './next-turn.ts'

const pageSize = 2_000

/** All live documents with the symbols their passages define, without any text: what tells things of one name apart. */
export async function outlines(store: Store, scope: ScopeId): Promise<readonly SkillDocument[]> {
  const passages = new Map<string, SkillPassage[]>()
  for (let after = 0; ; ) {
    const page = await store.read
      .selectFrom('passages')
      .select(['no', 'passage', 'document', 'version', 'kind', 'language', 'symbol'])
      .where('scope', '=', scope)
      .where('version', 'is not', null)
      .where('symbol', 'is not', null)
      .where('no', '>', after)
      .orderBy('no')
      .limit(pageSize)
      .execute()
    for (const row of page) {
      const own = passages.get(row.document) ?? []
      const { kind, language } = row
      const symbol = JSON.parse(row.symbol ?? 'null') as PassageSymbol | null
      own.push({
        id: row.passage as PassageId,
        version: (row.version ?? '') as Digest,
        kind,
        language,
        text: '',
        place: [],
        symbol,
        units: [],
      })
      passages.set(row.document, own)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) break
    after = last.no
    await nextTurn()
  }
  const documents = await liveDocuments(store, scope)
  return documents.map(({ id, path, title, format, modifiedAt }) => ({
    id: id as DocumentId,
    path,
    title,
    format,
    modifiedAt,
    passages: passages.get(id) ?? [],
  }))
}
