import type { Digest } from '../spec/digest.ts'
import type { DocumentId, ScopeId, SourceId } from '../spec/ids.ts'
import type { ParsedDocument, ParsedLink } from '../spec/parser.ts'
import type { Store } from '../spec/store.ts'
import { changeSourceId } from './change-source-id.ts'
import { nextTurn } from './next-turn.ts'

/** A live document without its text. */
export interface DocumentSummary {
  readonly id: DocumentId
  readonly source: SourceId
  readonly path: string
  /** Digest of the bytes. */
  readonly digest: Digest
  readonly validator: string
  readonly title: string | null
  readonly format: ParsedDocument['format']
  readonly language: string | null
  /** Bytes. */
  readonly size: number
  readonly modifiedAt: number
  /** Smaller comes first in a sleep. */
  readonly rank: number
  /** What distilling depends on: the passages' versions and places, in order. */
  readonly projection: Digest
  readonly links: readonly ParsedLink[]
  /** The scope's revision that last changed it. */
  readonly revision: number
}

const pageSize = 500
const columns = [
  'document',
  'source',
  'path',
  'digest',
  'validator',
  'title',
  'format',
  'language',
  'size',
  'modified_at',
  'rank',
  'projection',
  'links',
  'revision',
] as const

/**
 * Every live document of a scope that somebody wrote, most needed first (rank, then path): those made of commits are left out.
 * Reads in pages, so that no read holds the thread.
 */
export async function liveDocuments(store: Store, scope: ScopeId): Promise<readonly DocumentSummary[]> {
  const documents: DocumentSummary[] = []
  for (let after = ''; ; ) {
    const page = await live(store, scope)
      .where('source', '!=', changeSourceId)
      .where('document', '>', after)
      .orderBy('document')
      .limit(pageSize)
      .execute()
    documents.push(...page.map(toSummary))
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) break
    after = last.document
    await nextTurn()
  }
  return documents.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
}

/** The live documents that tell of commits, by path. */
export async function changeDocumentsOf(store: Store, scope: ScopeId): Promise<readonly DocumentSummary[]> {
  const rows = await live(store, scope).where('source', '=', changeSourceId).orderBy('path').execute()
  return rows.map(toSummary)
}

/** The live document at a path, of whichever source has it; null where none is. */
export async function documentByPath(store: Store, scope: ScopeId, path: string): Promise<DocumentSummary | null> {
  const row = await live(store, scope).where('path', '=', path).orderBy('source').executeTakeFirst()
  return row === undefined ? null : toSummary(row)
}

/** The live document of an id, or null. */
export async function documentById(store: Store, scope: ScopeId, id: DocumentId): Promise<DocumentSummary | null> {
  const row = await live(store, scope).where('document', '=', id).executeTakeFirst()
  return row === undefined ? null : toSummary(row)
}

function live(store: Store, scope: ScopeId) {
  return store.read.selectFrom('documents').select(columns).where('scope', '=', scope).where('state', '=', 'live')
}

function toSummary(row: Awaited<ReturnType<ReturnType<typeof live>['execute']>>[number]): DocumentSummary {
  return {
    id: row.document as DocumentId,
    source: row.source as SourceId,
    path: row.path,
    digest: (row.digest ?? '') as Digest,
    validator: row.validator,
    title: row.title,
    format: row.format,
    language: row.language,
    size: row.size,
    modifiedAt: row.modified_at,
    rank: row.rank,
    projection: (row.projection ?? '') as Digest,
    links: JSON.parse(row.links) as readonly ParsedLink[],
    revision: row.revision,
  }
}
