import { type Selectable, sql } from 'kysely'
import { toEntry } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { approvedAt } from '../lineage/approvals.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { QuestionAim } from '../spec/question.ts'
import type { EntriesTable } from '../spec/schema.ts'
import type { SleepContext } from './sleep-context.ts'

/** An entry whose search must be made again, and why. */
export interface Doubted {
  readonly entry: Entry
  readonly isRoundTrip: boolean
  /**
   * suspect: its watch fired. drifted: the scope has so many more or fewer passages than its weights were taken over.
   * unwatched: it has no watch, or one whose question has had no vector so far.
   */
  readonly why: 'suspect' | 'drifted' | 'unwatched'
}

/** Share of a scope's passages that may come or go before weights are taken anew. */
const drift = 0.1

/** Entries of a scope, lists apart, that need a check or another watch, in order of their ids. */
export async function doubtedEntries(context: SleepContext): Promise<readonly Doubted[]> {
  const { store, scope, embedder, view } = context
  const passages = view.passageCount
  const rows = await store.read
    .selectFrom('entries')
    .leftJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
    )
    .leftJoin('watches', (join) => join.onRef('watches.scope', '=', 'entries.scope').onRef('watches.entry', '=', 'entries.entry'))
    .leftJoin('vectors', (join) =>
      join
        .onRef('vectors.scope', '=', 'watches.scope')
        .onRef('vectors.digest', '=', 'watches.vector')
        .on('vectors.embedder', '=', embedder.name),
    )
    .selectAll('entries')
    .select(approvedAt.as('approved_at'))
    .select(['questions.about', 'watches.passages', 'watches.entry as watch', 'vectors.digest as known'])
    .where('entries.scope', '=', scope)
    .where('entries.shape', '!=', 'list')
    .where('entries.state', 'in', ['fresh', 'suspect'])
    .where((where) =>
      where.or([
        where('entries.state', '=', 'suspect'),
        where('vectors.digest', 'is', null),
        sql<boolean>`abs(watches.passages - ${passages}) > watches.passages * ${sql.lit(drift)}`,
      ]),
    )
    .orderBy('entries.entry')
    .execute()
  return rows.map(({ about, watch, known, passages: _, ...row }) => {
    const entry = toEntry(row as Selectable<EntriesTable> & Pick<typeof row, 'approved_at'>)
    const isClaim = about !== null && (JSON.parse(about) as QuestionAim).kind === 'claim'
    return {
      entry,
      isRoundTrip: isClaim && entry.model === null && entry.preparedBy === 'sleep',
      why: entry.state === 'suspect' ? 'suspect' : watch === null || known === null ? 'unwatched' : 'drifted',
    }
  })
}

/** The text of an entry's question with the digest its vector is stored by. */
export function questionVector(entry: Entry): { readonly digest: string; readonly text: string } {
  return { digest: keyVectorDigest(entry.questionText), text: entry.questionText }
}
