import type { Digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { DocumentId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Source, SourceDocument } from '../spec/source.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { CorpusContext } from './corpus-context.ts'
import type { DocumentCommitter } from './document-commit.ts'
import { type KnownDocument, knownDocument } from './known-documents.ts'
import type { RenameFinder } from './pair-renames.ts'
import { textDigests } from './passage-digests.ts'
import { type Prepared, prepareDocument } from './prepare-document.ts'
import { rankDocument } from './rank-document.ts'
import { loadStoredDocument, type StoredDocument } from './stored-document.ts'
import type { SyncTally } from './sync-tally.ts'

/** What storing the documents of one sync shares. */
export interface SyncWork {
  readonly context: CorpusContext
  readonly source: Source
  readonly committer: DocumentCommitter
  readonly known: ReadonlyMap<string, KnownDocument>
  readonly recipe: Digest
  readonly recentAfter: number | null
  readonly tally: SyncTally
  readonly signal: AbortSignal | undefined
  /** Documents whose bytes are those stored, under another validator. */
  readonly settled: SettledDocument[]
  /** Listed and then gone before they were read: perhaps renamed, which the next listing tells. */
  readonly vanished: Set<string>
  /** Whether there is a next listing; else what vanished is removed. */
  readonly waitsForVanished: boolean
  /** Documents that were renamed away. */
  readonly moved: Set<DocumentId>
}

export interface SettledDocument {
  readonly document: SourceDocument
  readonly digest: Digest
}

const attempts = 5

/** Reads and parses a document unless the store has these bytes made by the same recipe. */
export function prepareFor(
  { context, source, recipe, signal }: SyncWork,
  path: string,
  stored: KnownDocument | undefined,
): Promise<Prepared> {
  return prepareDocument(source, context.parser, path, stored?.recipe === recipe ? stored.digest : null, signal)
}

/**
 * Stores one document that was listed as new or changed, or removes it where it can no longer be read. Where another
 * process stored it meanwhile, it is read again and compared with that.
 */
export async function storeDocument(work: SyncWork, path: string, first: Prepared, finder: RenameFinder | null): Promise<void> {
  let stored = work.known.get(path)
  let prepared = first
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (prepared.kind === 'settled') {
      noteSettled(work, prepared.document, stored)
      return
    }
    if (prepared.kind === 'skipped') {
      work.tally.skip(path, prepared.reason)
      if (prepared.reason === 'vanished' && work.waitsForVanished) {
        work.vanished.add(path)
        return
      }
      if (prepared.detail !== null) work.tally.warn(path, [`could not be parsed: ${prepared.detail}`])
      if (stored !== undefined) await removeDocument(work, stored)
      return
    }
    // What was read a while ago may be an older text by now: committed, an ask that has looked at the file already would take it.
    const isOld = attempt < attempts - 1 && (await work.source.verify?.(path, prepared.document.validator)) === 'changed'
    if (!isOld && (await commitParsed(work, prepared, stored, finder))) return
    stored = (await knownDocument(work.context.store, work.source.scope, work.source.id, path)) ?? undefined
    prepared = await prepareFor(work, path, stored)
  }
  throw new ReverieError('database-busy', `Expected to store ${path}, but another process changed it ${attempts} times meanwhile.`, {
    isRetryable: true,
  })
}

/** Makes a known document dormant, unless another process has stored it anew since: then it is not ours to remove. */
export async function removeDocument({ committer, tally }: SyncWork, { id, digest }: KnownDocument): Promise<void> {
  if (digest === null) return
  const result = await committer.remove(id, digest)
  if (result.kind === 'committed') tally.committed(result.change)
}

function noteSettled({ tally, settled }: SyncWork, document: SourceDocument, stored: KnownDocument | undefined): void {
  tally.unchanged(1)
  if (stored === undefined || stored.digest === null || document.validator === stored.validator) return
  settled.push({ document, digest: stored.digest })
}

type Parsed = Extract<Prepared, { readonly kind: 'parsed' }>

async function commitParsed(
  work: SyncWork,
  prepared: Parsed,
  stored: KnownDocument | undefined,
  finder: RenameFinder | null,
): Promise<boolean> {
  const { document, parsed } = prepared
  const { source, committer, recentAfter, tally } = work
  const hasExports = parsed.document.passages.some((passage) => passage.symbol?.exported === true)
  const from = await originOf(work, prepared, finder)
  const result = await committer.put({
    source: source.id,
    document,
    parsed,
    rank: rankDocument({ path: document.path, modifiedAt: document.modifiedAt, recentAfter, hasExports }),
    expected: stored?.digest ?? null,
    ...(from === null ? {} : { from }),
  })
  if (result.kind === 'overtaken') return false
  if (result.kind === 'same') tally.unchanged(1)
  else {
    tally.committed(result.change)
    if (from !== null) work.moved.add(from.id)
  }
  tally.warn(document.path, parsed.document.warnings)
  tally.masked(parsed.maskedCredentials)
  return true
}

async function originOf({ context, source }: SyncWork, prepared: Parsed, finder: RenameFinder | null): Promise<StoredDocument | null> {
  if (finder === null) return null
  const { document, parsed } = prepared
  const passages = parsed.document.passages.map(({ kind, text }) => ({ version: textDigests(kind, text).exact, text }))
  const origin = finder.take({ path: document.path, digest: parsed.digest, passages })
  const from = origin === null ? null : await loadStoredDocument(context.store.read, source.scope, origin)
  return from?.row.state === 'live' ? from : null
}

const settleSlice = 200

/**
 * Records new validators of unchanged bytes, each only while the store still has those bytes: a validator must never
 * stand beside the digest of other bytes. The scope's revision rises, so that askers look again; the documents' stays, as
 * nothing that rests on them changed.
 */
export async function writeSettled({
  context,
  source,
  settled,
  tally,
}: Pick<SyncWork, 'context' | 'source' | 'settled' | 'tally'>): Promise<void> {
  const { store, fence } = context
  for (let at = 0; at < settled.length; at += settleSlice) {
    const statements = settled
      .slice(at, at + settleSlice)
      .map(
        ({ document, digest }): Statement =>
          statement(
            store.read
              .updateTable('documents')
              .set({ validator: document.validator, size: document.size, modified_at: document.modifiedAt })
              .where('scope', '=', source.scope)
              .where('source', '=', source.id)
              .where('path', '=', document.path)
              .where('digest', '=', digest),
          ),
      )
    await store.write([bumpRevision(store.read, source.scope), ...statements], fence === undefined ? {} : { fence })
    tally.settled()
  }
}
