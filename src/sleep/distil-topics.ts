import type { DocumentSummary } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { distillatesOf } from '../distil/distillates-table.ts'
import { clusterTopics, type PreviousTopic, type TopicDocument } from '../distil/topics/cluster-topics.ts'
import { topicDocument } from '../distil/topics/topic-terms.ts'
import type { DocumentId } from '../spec/ids.ts'
import { statement } from '../spec/store.ts'
import { claimsByDocument, distilGroup, dropGroups } from './distil-groups.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

const shown = 12

/** Groups documents by meaning and distils each topic; topics keep their ids while most of their members stay. */
export async function distilTopics(context: SleepContext, documents: readonly DocumentSummary[]): Promise<void> {
  const { store, scope } = context
  const centroids = await centroidsOf(context)
  const inputs: TopicDocument[] = []
  for (const document of documents) {
    throwIfAborted(context.signal)
    const loaded = await loadSkillDocument(store, scope, document.id)
    if (loaded !== null) inputs.push(topicDocument(loaded, centroids.get(document.id) ?? null))
    await nextTurn()
  }
  const topics = clusterTopics(inputs, await previousTopics(context))
  const known = await distillatesOf(store.read, scope, 'topic')
  const files = await distillatesOf(store.read, scope, 'file')
  const claims = await claimsByDocument(context, documents)
  const db = store.read
  const members = topics.flatMap((topic) => topic.members.map(({ document, weight }) => ({ scope, topic: topic.id, document, weight })))
  const inserts = Array.from({ length: Math.ceil(members.length / 100) }, (_, page) =>
    statement(db.insertInto('topic_members').values(members.slice(page * 100, page * 100 + 100))),
  )
  await commit(context, [statement(db.deleteFrom('topic_members').where('scope', '=', scope)), ...inserts])
  for (const topic of topics) {
    throwIfAborted(context.signal)
    const children = topic.members.flatMap(({ document }) => {
      const file = files.get(document)
      return file === undefined
        ? []
        : [{ label: file.label, headline: file.headline, claims: (claims.get(document) ?? []).slice(0, shown) }]
    })
    await distilGroup(context, { level: 'topic', subject: topic.id, label: topic.label, children }, known.get(topic.id))
  }
  const kept = new Set(topics.map((topic) => topic.id))
  await dropGroups(
    context,
    'topic',
    [...known.keys()].filter((subject) => !kept.has(subject)),
  )
}

async function previousTopics({ store, scope }: SleepContext): Promise<readonly PreviousTopic[]> {
  const rows = await store.read
    .selectFrom('topic_members')
    .select(['topic', 'document'])
    .where('scope', '=', scope)
    .orderBy('topic')
    .execute()
  return [...Map.groupBy(rows, (row) => row.topic)].map(([id, members]) => ({
    id,
    members: members.map((member) => member.document as DocumentId),
  }))
}

const page = 4_000

/** Mean of each document's unit vectors. */
async function centroidsOf(context: SleepContext): Promise<ReadonlyMap<string, Float32Array>> {
  const sums = new Map<string, Float32Array>()
  for (let after = 0; ; ) {
    const rows = await context.store.read
      .selectFrom('passages')
      .innerJoin('units', (join) => join.onRef('units.scope', '=', 'passages.scope').onRef('units.passage', '=', 'passages.passage'))
      .innerJoin('vectors', (join) =>
        join
          .onRef('vectors.scope', '=', 'units.scope')
          .onRef('vectors.digest', '=', 'units.vector')
          .on('vectors.embedder', '=', context.embedder.name),
      )
      .select(['passages.no', 'passages.document', 'vectors.vector'])
      .where('passages.scope', '=', context.scope)
      .where('passages.version', 'is not', null)
      .where('passages.no', '>', after)
      .where('passages.no', '<=', after + page)
      .execute()
    for (const row of rows) {
      const sum = sums.get(row.document) ?? new Float32Array(row.vector.length)
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (((row.vector[at] ?? 0) << 24) >> 24)
      sums.set(row.document, sum)
    }
    const last = await context.store.read
      .selectFrom('passages')
      .select(({ fn }) => fn.max('no').as('no'))
      .where('scope', '=', context.scope)
      .executeTakeFirst()
    after += page
    if (after >= Number(last?.no ?? 0)) return sums
    await nextTurn()
  }
}
