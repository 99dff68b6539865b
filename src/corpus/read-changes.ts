import type { ScopeId } from '../spec/ids.ts'
import type { ParsedFile } from '../spec/parser.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import type { SourceCheck } from './check-source.ts'
import type { CorpusContext } from './corpus-context.ts'
import { documentId } from './corpus-ids.ts'
import type { KnownDocument } from './known-documents.ts'
import { type OverlayDocument, overlayDocument } from './overlay-document.ts'
import { prepareDocument } from './prepare-document.ts'
import { loadStoredDocument } from './stored-document.ts'

/** The source's changes read and parsed in memory; nothing is written. */
export interface ReadChanges {
  /** Documents as they are now, in place of what is stored under their ids. */
  readonly documents: readonly OverlayDocument[]
  /** Ids of live stored documents that are gone, hidden by a change, or can no longer be read. */
  readonly hidden: ReadonlySet<string>
}

/**
 * Reads what a check found: documents whose digest is the stored one drop out, the others are parsed and laid over the
 * store with the ids a sync would give their passages (but for renames, which only a sync pairs).
 */
export async function readChanges(
  context: Pick<CorpusContext, 'store' | 'parser'>,
  source: Source,
  check: SourceCheck,
  known: ReadonlyMap<string, Pick<KnownDocument, 'digest'>>,
  signal?: AbortSignal,
): Promise<ReadChanges> {
  const documents: OverlayDocument[] = []
  const hidden = new Set<string>(check.removed.map((path) => documentId(source.scope, source.id, path)))
  for (const { path } of [...check.changed, ...check.added]) {
    const prepared = await prepareDocument(source, context.parser, path, known.get(path)?.digest ?? null, signal)
    if (prepared.kind === 'settled') continue
    const id = documentId(source.scope, source.id, path)
    hidden.add(id)
    if (prepared.kind === 'parsed') documents.push(await layOver(context, source, prepared))
  }
  return { documents, hidden }
}

async function layOver(
  { store }: Pick<CorpusContext, 'store'>,
  { scope, id }: { readonly scope: ScopeId; readonly id: Source['id'] },
  { document, parsed }: { readonly document: SourceDocument; readonly parsed: ParsedFile },
): Promise<OverlayDocument> {
  const stored = await loadStoredDocument(store.read, scope, documentId(scope, id, document.path))
  return overlayDocument({ scope, source: id, document, parsed, stored: stored?.passages ?? [] })
}
