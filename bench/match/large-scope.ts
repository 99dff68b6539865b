import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Insertable, Selectable } from 'kysely'
import { quantise } from '../../src/adapters/embedders/quantise.ts'
import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { systemClock } from '../../src/spec/clock.ts'
import { digest } from '../../src/spec/digest.ts'
import type { ScopeId } from '../../src/spec/ids.ts'
import { keyVectorDigest } from '../../src/spec/key-vector.ts'
import { normaliseQuestion } from '../../src/spec/normalise-question.ts'
import { bumpRevision } from '../../src/spec/revision.ts'
import type { EntriesTable, KeysTable, VectorsTable } from '../../src/spec/schema.ts'
import { type Statement, type Store, statement } from '../../src/spec/store.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'

/** Real files, as a scope that was slept over, in a temporary folder. */
export interface LargeScope extends AsyncDisposable {
  readonly folder: string
  readonly database: string
}

/** A real question with its real vector. */
export interface RealKey {
  readonly text: string
  readonly vector: Int8Array
}

/** Copies files into a temporary folder and prepares them. */
export async function prepareScope(files: readonly string[]): Promise<LargeScope> {
  const place = await mkdtemp(join(tmpdir(), 'reverie-match-'))
  const folder = join(place, 'files')
  const database = join(place, 'reverie.db')
  await mkdir(folder)
  for (const file of files) await copyFile(file, join(folder, basename(file)))
  await using reverie = await openReverie({ folder, database })
  await reverie.sleep()
  return { folder, database, [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }) }
}

const keysAnEntry = 4
const rowsAStatement = 50
const statementsAWrite = 20
/** Of each of 384 dimensions, so that a repeated key stands at a cosine of about 0.95 to the real one. */
const noise = 2.1

/**
 * Adds keys `from` to `until` to a prepared scope, four to an entry: real questions, repeated with noise on their vectors.
 * Every entry is a copy of a prepared one, so that what is served of it is read and compared with its source.
 */
export async function addKeys(database: string, real: readonly RealKey[], from: number, until: number): Promise<void> {
  const store = await openSqliteStore({ path: database, clock: systemClock })
  try {
    const prepared = await store.read
      .selectFrom('entries')
      .selectAll()
      .where('kind', '=', 'answer')
      .where('status', '=', 'verified')
      .execute()
    const model = await store.read.selectFrom('vectors').select('embedder').limit(1).executeTakeFirstOrThrow()
    const [first] = prepared
    if (first === undefined) throw new Error('Nothing was prepared in the scope whose keys are to be multiplied.')
    const scope = first.scope as ScopeId
    await store.write([bumpRevision(store.read, scope)])
    const { revision } = await store.read.selectFrom('scopes').select('revision').where('scope', '=', scope).executeTakeFirstOrThrow()
    const random = seededRandom(from + 1)
    const entries: Insertable<EntriesTable>[] = []
    const keys: Insertable<KeysTable>[] = []
    const vectors: Insertable<VectorsTable>[] = []
    let entry = ''
    for (let at = from; at < until; at++) {
      const one = real[at % real.length]
      const copied = prepared[Math.floor(at / keysAnEntry) % prepared.length]
      if (one === undefined || copied === undefined) continue
      const text = `${one.text} (${at})`
      if ((at - from) % keysAnEntry === 0) {
        entry = digest('large', at)
        entries.push(copyOf(copied, { entry, question: digest('large question', at), question_text: text, revision }))
      }
      const vector = at < real.length ? one.vector : withNoise(one.vector, () => random.next())
      const vectorDigest = keyVectorDigest(text)
      const shared = { scope, revision }
      vectors.push({ ...shared, embedder: model.embedder, digest: vectorDigest, vector: new Uint8Array(vector) })
      keys.push({
        ...shared,
        policy: copied.policy,
        entry,
        text,
        normalised: normaliseQuestion(text),
        kind: 'question',
        vector: vectorDigest,
        active: 1,
      })
    }
    await writeAll(store, entries, (rows) => statement(store.read.insertInto('entries').values([...rows])))
    await writeAll(store, vectors, (rows) => statement(store.read.insertInto('vectors').values([...rows])))
    await writeAll(store, keys, (rows) => statement(store.read.insertInto('keys').values([...rows])))
  } finally {
    await store.close()
  }
}

function copyOf(row: Selectable<EntriesTable>, own: Partial<Selectable<EntriesTable>>): Insertable<EntriesTable> {
  return { ...row, ...own }
}

async function writeAll<Row>(store: Store, rows: readonly Row[], make: (rows: readonly Row[]) => Statement): Promise<void> {
  const step = rowsAStatement * statementsAWrite
  for (let at = 0; at < rows.length; at += step) {
    const part = rows.slice(at, at + step)
    const statements: Statement[] = []
    for (let from = 0; from < part.length; from += rowsAStatement) statements.push(make(part.slice(from, from + rowsAStatement)))
    await store.write(statements)
  }
}

/** A vector near another: each dimension moved by a draw that is close to normal, then made to fit int8 again. */
function withNoise(vector: Int8Array, next: () => number): Int8Array {
  return quantise(Float32Array.from(vector, (value) => value + noise * 1.73 * (next() + next() + next() + next() - 2)))
}
