import { ReverieError } from '../spec/errors.ts'
import type { ParsedFile, Parser } from '../spec/parser.ts'
import type { SkipReason, Source, SourceDocument } from '../spec/source.ts'
import { bytesDigest } from './passage-digests.ts'

/** What reading one document gave. settled: its bytes are those stored, only the validator is new. */
export type Prepared =
  | { readonly kind: 'parsed'; readonly document: SourceDocument; readonly parsed: ParsedFile }
  | { readonly kind: 'settled'; readonly document: SourceDocument }
  | { readonly kind: 'skipped'; readonly reason: SkipReason | 'unparsable'; readonly detail: string | null }

/** Reads a document and parses it unless its bytes have the digest `have`. One file the parser fails on is skipped, and said. */
export async function prepareDocument(
  source: Source,
  parser: Parser,
  path: string,
  have: string | null,
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  const call = signal === undefined ? {} : { signal }
  const content = await source.read(path, call)
  if ('skipped' in content) return { kind: 'skipped', reason: content.skipped, detail: null }
  const { document, bytes } = content
  const found = bytesDigest(bytes)
  if (found === have) return { kind: 'settled', document }
  try {
    const parsed = await parser.parse({ path, bytes }, call)
    return { kind: 'parsed', document, parsed: { ...parsed, digest: found } }
  } catch (error) {
    if (error instanceof ReverieError || signal?.aborted) throw error
    return { kind: 'skipped', reason: 'unparsable', detail: error instanceof Error ? error.message : String(error) }
  }
}
