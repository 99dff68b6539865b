import type { Kysely } from 'kysely'
import { nextTurn } from '../corpus/next-turn.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { KeyKind } from '../spec/key-kind.ts'
import type { Schema } from '../spec/schema.ts'

/** Whose keys are read. */
export interface KeyOwner {
  readonly scope: ScopeId
  readonly policy: string
  /** Name of the embedder whose vectors are read. */
  readonly embedder: string
}

/** A key that was written, with its vector where it is stored. */
export interface ChangedKey {
  readonly no: number
  readonly entry: string
  readonly text: string
  readonly kind: KeyKind
  /** Digest of the text embedded. */
  readonly digest: string
  readonly isActive: boolean
  readonly vector: Uint8Array | null
}

/** Rows of one read: some 15 ms of an asking thread. */
const page = 1_000
/** Values in one `in (…)`: below the parameter limits of both engines. */
const slice = 400

/** Keys written after a revision, those withdrawn among them, in pages in order of writing. */
export async function* keysAfter(db: Kysely<Schema>, { scope, policy, embedder }: KeyOwner, revision: number) {
  yield* pages({ revision: revision + 1, no: -1 }, async (last): Promise<readonly (ChangedKey & { readonly revision: number })[]> => {
    const rows = await db
      .selectFrom('keys')
      .leftJoin('vectors', (join) =>
        join.onRef('vectors.scope', '=', 'keys.scope').on('vectors.embedder', '=', embedder).onRef('vectors.digest', '=', 'keys.vector'),
      )
      .select([
        'keys.no',
        'keys.revision',
        'keys.entry',
        'keys.text',
        'keys.kind',
        'keys.vector as digest',
        'keys.active',
        'vectors.vector',
      ])
      .where('keys.scope', '=', scope)
      .where('keys.policy', '=', policy)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('keys.revision', 'keys.no'), '>', tuple(last.revision, last.no)))
      .orderBy('keys.revision')
      .orderBy('keys.no')
      .limit(page)
      .execute()
    return rows.map(({ active, ...row }) => ({ ...row, isActive: active === 1 }))
  })
}

/** Numbers of every key, in pages. */
export async function* allKeyNumbers(db: Kysely<Schema>, { scope, policy }: KeyOwner) {
  yield* pages({ revision: -1, no: -1 }, (last) =>
    db
      .selectFrom('keys')
      .select(['no', 'revision'])
      .where('scope', '=', scope)
      .where('policy', '=', policy)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('revision', 'no'), '>', tuple(last.revision, last.no)))
      .orderBy('revision')
      .orderBy('no')
      .limit(page)
      .execute(),
  )
}

/** Entries written after a revision, in pages. */
export async function* entriesAfter(db: Kysely<Schema>, { scope, policy }: KeyOwner, revision: number) {
  yield* pages({ revision: revision + 1, entry: '' }, (last) =>
    db
      .selectFrom('entries')
      .select(['entry', 'revision'])
      .where('scope', '=', scope)
      .where('policy', '=', policy)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('revision', 'entry'), '>', tuple(last.revision, last.entry)))
      .orderBy('revision')
      .orderBy('entry')
      .limit(page)
      .execute(),
  )
}

/** Digests of the vectors stored after a revision, in pages: those of passages among them. */
export async function* vectorsAfter(db: Kysely<Schema>, { scope, embedder }: KeyOwner, revision: number) {
  yield* pages({ revision: revision + 1, digest: '' }, (last) =>
    db
      .selectFrom('vectors')
      .select(['digest', 'revision'])
      .where('scope', '=', scope)
      .where('embedder', '=', embedder)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('revision', 'digest'), '>', tuple(last.revision, last.digest)))
      .orderBy('revision')
      .orderBy('digest')
      .limit(page)
      .execute(),
  )
}

/** Numbers of the keys these entries have now; an entry without any is left out. */
export async function keyNumbersOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  entries: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const numbers = new Map<string, Set<number>>()
  for (let at = 0; at < entries.length; at += slice) {
    const rows = await db
      .selectFrom('keys')
      .select(['no', 'entry'])
      .where('scope', '=', scope)
      .where('entry', 'in', entries.slice(at, at + slice))
      .where('active', '=', 1)
      .execute()
    for (const { no, entry } of rows) {
      const known = numbers.get(entry)
      if (known === undefined) numbers.set(entry, new Set([no]))
      else known.add(no)
    }
  }
  return numbers
}

/** Reads page after page, each from the last row of the one before, and lets others run between them. */
async function* pages<Place, Row extends Place>(
  start: Place,
  read: (last: Place) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let last = start; ; await nextTurn()) {
    const rows = await read(last)
    if (rows.length > 0) yield rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < page) return
    last = end
  }
}
