import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import { type CorpusContext, corpusRecipe } from './corpus-context.ts'
import { documentId } from './corpus-ids.ts'
import { createDocumentCommitter } from './document-commit.ts'
import { knownDocument } from './known-documents.ts'
import { bytesDigest } from './passage-digests.ts'
import { rankDocument } from './rank-document.ts'
import { ensureScope } from './scopes.ts'
import { saveSource } from './sources.ts'

/** A document pushed into the store, which owns it from then on. */
export interface PushedDocument {
  /** Names it among the pushed documents, and in citations; an ending like `.md` decides how it is parsed. */
  readonly id: string
  readonly text: string
  /** The pusher's own version, kept and compared with the text. */
  readonly version?: string
}

const longestId = 1024
const attempts = 8

/**
 * Stores a pushed document: text, version and passages in one transaction. Resolves when it is committed; the same text
 * and version again write nothing. Of two pushes at once the later commit stands. Throws `bad-argument` for an unusable id.
 */
export async function putDocument(
  context: CorpusContext,
  scope: ScopeId,
  source: SourceId,
  pushed: PushedDocument,
  signal?: AbortSignal,
): Promise<void> {
  const { store, parser, clock } = context
  checkId(pushed.id)
  const validator = memoryValidator(pushed.text, pushed.version)
  const bytes = new TextEncoder().encode(pushed.text)
  const known = await knownDocument(store, scope, source, pushed.id)
  if (known?.validator === validator && known.digest !== null && known.recipe === corpusRecipe(parser)) return
  const { no } = await ensureScope(store, clock, scope)
  await saveSource(store, scope, { id: source, kind: 'memory', root: '', paths: [] })
  const masked = await parser.parse({ path: pushed.id, bytes }, signal === undefined ? {} : { signal })
  // What is kept is the text without credentials, so that is what reading it back must give the digest of.
  const kept = new TextEncoder().encode(masked.text)
  const parsed = { ...masked, digest: bytesDigest(kept) }
  throwIfAborted(signal)
  const committer = createDocumentCommitter(context, scope, no)
  const modifiedAt = clock.now()
  const hasExports = parsed.document.passages.some((passage) => passage.symbol?.exported === true)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const result = await committer.put({
      source,
      document: { path: pushed.id, validator, size: kept.length, modifiedAt },
      parsed,
      rank: rankDocument({ path: pushed.id, modifiedAt, recentAfter: null, hasExports }),
      content: memoryContent(parsed.text, pushed.version),
    })
    if (result.kind !== 'overtaken') return
  }
  throw overtaken(pushed.id)
}

/** Deletes a pushed document; resolves when that is committed. Deleting what is not there does nothing. */
export async function removePushed(context: CorpusContext, scope: ScopeId, source: SourceId, id: string): Promise<void> {
  checkId(id)
  const { store, clock } = context
  const known = await knownDocument(store, scope, source, id)
  if (known === null || known.digest === null) return
  const { no } = await ensureScope(store, clock, scope)
  const committer = createDocumentCommitter(context, scope, no)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const result = await committer.remove(documentId(scope, source, id))
    if (result.kind !== 'overtaken') return
  }
  throw overtaken(id)
}

/** A pushed document's validator is the digest of its version: what was pushed, byte for byte. */
export function memoryValidator(text: string, version: string | undefined): string {
  return digest('pushed', text, version ?? '')
}

function memoryContent(text: string, version: string | undefined): string {
  return JSON.stringify({ text, version: version ?? null })
}

function checkId(id: string): void {
  if (id.trim() !== '' && id.length <= longestId && !id.includes('\0')) return
  throw new ReverieError(
    'bad-argument',
    `Expected a document id of 1 to ${longestId} characters, found ${id === '' ? 'none' : `${id.length}`}.`,
    {
      hint: 'Name the document, for example "notes/2026-11.md".',
    },
  )
}

function overtaken(id: string): ReverieError {
  return new ReverieError('database-busy', `Expected to store "${id}", but others kept writing it meanwhile.`, { isRetryable: true })
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReverieError('aborted', 'The document was not stored.')
}
