import { type Kysely, sql } from 'kysely'
import { changeSourceId } from '../../corpus/change-source-id.ts'
import { documentInput } from '../../distil/document-input.ts'
import { foldersOf } from '../../lineage/mark-lists.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { LayerView } from '../reverie.ts'

export interface LayersInput {
  readonly db: Kysely<Schema>
  readonly scope: ScopeId
  readonly embedder: string
  readonly policy: string
  /** Units without their vector. */
  readonly owedVectors: number
  /** Questions that the next sleep would answer. */
  readonly owedQuestions: number
}

type Counts = Omit<LayerView, 'layer'>

const none: Counts = { fresh: 0, suspect: 0, soft: 0, stale: 0, owed: 0 }

/** Fresh, suspect, stale and owed by layer: passage, claim, file, folder, topic, list, answer, absence, key. */
export async function layersView(input: LayersInput): Promise<readonly LayerView[]> {
  const entries = await entryCounts(input)
  const groups = await distillateCounts(input)
  return [
    { ...none, layer: 'vectors', fresh: await vectorCount(input), owed: input.owedVectors },
    { ...none, layer: 'claims', ...(await claimCounts(input)) },
    { layer: 'files', ...groups.file },
    { layer: 'folders', ...groups.module },
    { layer: 'topics', ...groups.topic },
    { layer: 'lists', ...(entries.get('list') ?? none) },
    { layer: 'answers', ...(entries.get('answer') ?? none), owed: input.owedQuestions },
    { layer: 'absences', ...(entries.get('absence') ?? none) },
    { ...none, layer: 'keys', ...(await keyCounts(input)) },
  ]
}

async function entryCounts({ db, scope, policy }: LayersInput): Promise<ReadonlyMap<string, Counts>> {
  const layer = sql<string>`case when kind = 'absence' then 'absence' when shape = 'list' then 'list' else 'answer' end`
  const soft = sql<number>`case when soft_since is null then 0 else 1 end`
  const rows = await db
    .selectFrom('entries')
    .select([layer.as('layer'), 'state', soft.as('soft'), ({ fn }) => fn.countAll<number>().as('count')])
    .where('scope', '=', scope)
    .where('policy', '=', policy)
    .groupBy([layer, 'state', soft])
    .execute()
  const counts = new Map<string, Counts>()
  for (const row of rows) {
    if (row.state === 'dormant') continue
    const before = counts.get(row.layer) ?? none
    const is = row.soft === 1 && row.state === 'fresh' ? 'soft' : row.state
    counts.set(row.layer, { ...before, [is]: before[is] + Number(row.count) })
  }
  return counts
}

async function claimCounts({ db, scope }: LayersInput): Promise<Pick<Counts, 'fresh' | 'stale'>> {
  const rows = await db
    .selectFrom('claims')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('scope', '=', scope)
    .where('state', '!=', 'dormant')
    .groupBy('state')
    .execute()
  const count = (isFresh: boolean) =>
    rows.filter((row) => (row.state === 'fresh') === isFresh).reduce((sum, row) => sum + Number(row.count), 0)
  return { fresh: count(true), stale: count(false) }
}

async function distillateCounts({ db, scope }: LayersInput): Promise<Readonly<Record<'file' | 'module' | 'topic', Counts>>> {
  const rows = await db
    .selectFrom('distillates')
    .select(['level', 'subject', 'state', 'input'])
    .where('scope', '=', scope)
    .where('state', '!=', 'dormant')
    .execute()
  const documents = await db
    .selectFrom('documents')
    .select(['document', 'path', 'projection', 'title'])
    .where('scope', '=', scope)
    .where('source', '!=', changeSourceId)
    .where('state', '=', 'live')
    .execute()
  const folders = new Set(documents.flatMap(({ path }) => foldersOf(path)))
  // A file's summary is not marked by a change: that it was made of another text tells.
  const inputs = new Map(
    documents.map(({ document, projection, title }) => [document, documentInput({ projection: projection ?? '', title })]),
  )
  const isOutdated = (row: (typeof rows)[number]) => row.level === 'file' && inputs.get(row.subject) !== row.input
  const now = rows.map((row) => (row.state === 'fresh' && isOutdated(row) ? { ...row, state: 'suspect' } : row))
  const counts = (level: 'file' | 'module' | 'topic', wanted: ReadonlySet<string> | null): Counts => {
    const own = now.filter((row) => row.level === level)
    const made = new Set(own.map((row) => row.subject))
    const count = (states: readonly string[]) => own.filter((row) => states.includes(row.state)).length
    const missing = wanted === null ? 0 : [...wanted].filter((subject) => !made.has(subject)).length
    return { ...none, fresh: count(['fresh']), suspect: count(['suspect']), stale: count(['stale']), owed: missing }
  }
  return {
    file: counts('file', new Set(documents.map(({ document }) => document))),
    module: counts('module', folders),
    topic: counts('topic', null),
  }
}

async function keyCounts({ db, scope, policy, embedder }: LayersInput): Promise<Pick<Counts, 'fresh' | 'owed'>> {
  const row = await db
    .selectFrom('keys')
    .leftJoin('vectors', (join) =>
      join.onRef('vectors.scope', '=', 'keys.scope').onRef('vectors.digest', '=', 'keys.vector').on('vectors.embedder', '=', embedder),
    )
    .select(({ fn }) => [fn.countAll<number>().as('all'), fn.count<number>('vectors.digest').as('made')])
    .where('keys.scope', '=', scope)
    .where('keys.policy', '=', policy)
    .where('keys.active', '=', 1)
    .executeTakeFirst()
  const [all, made] = [Number(row?.all ?? 0), Number(row?.made ?? 0)]
  return { fresh: made, owed: all - made }
}

async function vectorCount({ db, scope, embedder }: LayersInput): Promise<number> {
  const row = await db
    .selectFrom('vectors')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('scope', '=', scope)
    .where('embedder', '=', embedder)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
