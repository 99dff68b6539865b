import type { Kysely } from 'kysely'
import type { MemoryPassage } from '../../retrieve/memory-segment.ts'
import type { DocumentId, ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { WatchedChange } from './watch-fires-on.ts'
import { watchedPassage } from './watched-passage.ts'

/** Changed files as they are laid over a stored scope. */
export interface LaidFiles {
  /** Documents whose stored passages are hidden. */
  readonly hiddenDocuments: ReadonlySet<DocumentId>
  /** What stands in for them, with whatever vectors are known. */
  readonly passages: readonly MemoryPassage[]
  /** Units that will have a vector and had none when they were laid. */
  readonly owed: readonly { readonly passage: string; readonly ordinal: number }[]
}

const slice = 400

/** What files laid over a scope change for its watches; passages that are as they are stored are left out. */
export async function laidChange(db: Kysely<Schema>, scope: ScopeId, laid: LaidFiles): Promise<WatchedChange> {
  const stored = await storedPassages(db, scope, laid)
  const owed = new Set(laid.owed.map(({ passage, ordinal }) => `${passage} ${ordinal}`))
  const passages = laid.passages
    .filter((passage) => stored.get(passage.id)?.form !== formOf(passage.version, passage.title, JSON.stringify(passage.place)))
    .map((passage) =>
      watchedPassage({
        ...passage,
        passage: passage.id,
        units: passage.units.map((unit, ordinal) => {
          const vector = passage.vectors[ordinal] ?? null
          return { ...unit, vector, embeds: vector !== null || owed.has(`${passage.id} ${ordinal}`) }
        }),
      }),
    )
  const present = new Set<string>(laid.passages.map((passage) => passage.id))
  const removed = [...stored].filter(([id, { isHidden }]) => isHidden && !present.has(id)).map(([id]) => id)
  return { passages, removed: new Set(removed) }
}

interface Stored {
  readonly form: string
  readonly isHidden: boolean
}

async function storedPassages(db: Kysely<Schema>, scope: ScopeId, laid: LaidFiles): Promise<ReadonlyMap<string, Stored>> {
  const found = new Map<string, Stored>()
  const read = async (column: 'passages.document' | 'passages.passage', keys: readonly string[]) => {
    for (let at = 0; at < keys.length; at += slice) {
      const rows = await db
        .selectFrom('passages')
        .innerJoin('documents', (join) =>
          join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
        )
        .select(['passages.passage', 'passages.document', 'passages.version', 'passages.place', 'documents.title'])
        .where('passages.scope', '=', scope)
        .where(column, 'in', keys.slice(at, at + slice))
        .where('passages.version', 'is not', null)
        .execute()
      for (const { passage, document, version, place, title } of rows) {
        found.set(passage, { form: formOf(version ?? '', title, place), isHidden: laid.hiddenDocuments.has(document as DocumentId) })
      }
    }
  }
  await read('passages.document', [...laid.hiddenDocuments])
  const others = laid.passages.map((passage) => passage.id as string).filter((id) => !found.has(id))
  await read('passages.passage', others)
  return found
}

function formOf(version: string, title: string | null, place: string): string {
  return [version, title ?? '', place].join('\n')
}
