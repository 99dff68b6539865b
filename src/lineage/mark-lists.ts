import { type Kysely, sql } from 'kysely'
import type { DocumentId, ScopeId } from '../spec/ids.ts'
import type { Schema } from '../spec/schema.ts'
import type { Statement } from '../spec/store.ts'
import { artefactStatement } from './artefact-statement.ts'

/** Doubts the lists and distillates over a document: their membership is compared before they are relied on again. */
export function markLists(
  db: Kysely<Schema>,
  scope: ScopeId,
  { document, path }: { readonly document: DocumentId; readonly path: string },
): readonly Statement[] {
  const references = [listReference('file', document), ...foldersOf(path).map((folder) => listReference('module', folder))]
  const topics = sql<string>`select 'topic:' || topic from topic_members where scope = ${scope} and document = ${document}`
  const covering = (kind: 'entry' | 'distillate') =>
    sql<string>`select artefact from evidence where scope = ${scope} and role = 'listed' and artefact_kind = ${sql.lit(kind)}
      and (reference in (${sql.join(references)}) or reference in (${topics}))`
  return [
    artefactStatement(db, scope, 'doubted', { table: 'entries', where: sql<boolean>`entry in (${covering('entry')})` }),
    artefactStatement(db, scope, 'doubted', { table: 'distillates', where: sql<boolean>`distillate in (${covering('distillate')})` }),
  ]
}

/** Folders from the root ('') down to the one that holds the path. */
export function foldersOf(path: string): readonly string[] {
  const pieces = path.split('/').slice(0, -1)
  return ['', ...pieces.map((_, index) => pieces.slice(0, index + 1).join('/'))]
}

/** What a list or distillate is over, as its `listed` evidence names it. */
export function listReference(level: 'file' | 'module' | 'topic', subject: string): string {
  return `${level}:${subject}`
}
