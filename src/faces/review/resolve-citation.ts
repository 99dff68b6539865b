import type { Kysely } from 'kysely'
import type { Quote } from '../../spec/claim.ts'
import type { Digest } from '../../spec/digest.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { PassageId, ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'

const form = /^(.+?):(\d+)(?:-(\d+))?$/
const hint = 'Name lines of a file that is read, such as: --cite docs/retries.md:12 or --cite docs/retries.md:12-14'

/** The quotations that a citation such as `docs/retries.md:12-14` names, one a passage, at the versions stored now. Throws `bad-argument`. */
export async function resolveCitation(db: Kysely<Schema>, scope: ScopeId, citation: string): Promise<readonly Quote[]> {
  const [, given = '', from = '', to = from] = form.exec(citation.trim()) ?? []
  if (given === '') throw new ReverieError('bad-argument', `"${citation}" names no lines.`, { hint })
  const [first, last] = [Number(from), Number(to)]
  if (first < 1 || last < first)
    throw new ReverieError('bad-argument', `"${citation}" names no lines: expected from 1 on, the later one last.`, { hint })
  const path = given.replaceAll('\\', '/').replace(/^\.\//, '')
  const rows = await db
    .selectFrom('passages')
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
    )
    .innerJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
    .select(['passages.passage', 'passages.version', 'passages.start_line', 'passages.end_line', 'versions.text'])
    .where('passages.scope', '=', scope)
    .where('documents.path', '=', path)
    .where('documents.state', '=', 'live')
    .orderBy('passages.ordinal')
    .execute()
  if (rows.length === 0) throw new ReverieError('bad-argument', `No file "${path}" with text is read here.`, { hint })
  const quotes = rows.flatMap((row): readonly Quote[] => {
    const span = spanOf(row.text, first - row.start_line, last - row.start_line)
    if (span === null || row.version === null) return []
    const [start, end] = span
    return [{ passage: row.passage as PassageId, version: row.version as Digest, start, end, text: row.text.slice(start, end) }]
  })
  if (quotes.length > 0) return quotes
  const nearest = rows.reduce((best, row) => (gap(row, first) < gap(best, first) ? row : best))
  throw new ReverieError('bad-argument', `${path}:${from} holds no text that could be quoted.`, {
    hint: `The nearest text is in lines ${nearest.start_line} to ${nearest.end_line}. A heading is no text of its own.`,
  })
}

function gap({ start_line: start, end_line: end }: { readonly start_line: number; readonly end_line: number }, line: number): number {
  return line < start ? start - line : Math.max(0, line - end)
}

/** Offsets of lines of a text, counted from 0, without white space around them; null where they hold none. */
function spanOf(text: string, first: number, last: number): readonly [number, number] | null {
  let [line, at, start, end] = [0, 0, -1, -1]
  for (const piece of text.split(/(?<=\r\n|\n|\r(?!\n))/)) {
    if (line >= first && line <= last && piece.trim() !== '') {
      if (start < 0) start = at + (piece.length - piece.trimStart().length)
      end = at + piece.trimEnd().length
    }
    at += piece.length
    line += 1
  }
  return start < 0 ? null : [start, end]
}
