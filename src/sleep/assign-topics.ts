import { sql } from 'kysely'
import type { DocumentSummary } from '../corpus/documents.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { clusterTopics, type PreviousTopic, type TopicDocument } from '../distil/topics/cluster-topics.ts'
import { nearestTopic } from '../distil/topics/nearest-topic.ts'
import { topicDocument } from '../distil/topics/topic-terms.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { listReference } from '../lineage/mark-lists.ts'
import type { DocumentId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { documentCentroids } from './document-centroids.ts'
import { documentsHold } from './inputs-hold.ts'
import { commit, type SleepContext } from './sleep-context.ts'
import { clusteredAt, clusteredStatement } from './topic-clustering.ts'

/** The topics of a scope as they are now. */
export interface AssignedTopics {
  /** Labels of topics clustered anew; a topic that is not named here keeps its own. */
  readonly labels: ReadonlyMap<string, string>
  /** Documents of each topic, nearest to its middle first; deleted ones among them. */
  readonly members: ReadonlyMap<string, readonly string[]>
}

/** Topics are clustered anew when more than this share of the documents has changed since they were last. */
const mostChanged = 0.2
const fewestDocuments = 4
/** Members a topic's middle is told by. */
const sampled = 8

/**
 * Brings the topics up to date: documents stay where they are, new ones join the topic nearest to them, and only when much
 * has changed is everything clustered anew, topics keeping their ids while most of their members stay. Topics whose
 * members changed are doubted in the same transaction.
 */
export async function assignTopics(context: SleepContext, documents: readonly DocumentSummary[]): Promise<AssignedTopics> {
  const members = await storedMembers(context)
  const clustered = await clusteredAt(context)
  const home = new Map([...members].flatMap(([topic, ids]) => ids.map((id) => [id, topic] as const)))
  const added = documents.filter((document) => !home.has(document.id))
  const live = new Set<string>(documents.map((document) => document.id))
  const gone = [...home.keys()].filter((id) => !live.has(id)).length
  const changed = clustered === null ? documents.length : await changedSince(context, clustered.at, added)
  const isOther = clustered === null || clustered.embedder !== context.embedder.name || (await lacksLabel(context, members, live))
  if (isOther || changed + gone > documents.length * mostChanged || documents.length < fewestDocuments) {
    return clusterAnew(context, documents, members)
  }
  if (added.length > 0) await join(context, added, members)
  return { labels: new Map(), members: added.length > 0 ? await storedMembers(context) : members }
}

/** Documents that are new or were distilled anew since; those that only moved or changed their layout were not. */
async function changedSince({ store, scope }: SleepContext, at: number, added: readonly DocumentSummary[]): Promise<number> {
  const rows = await store.read
    .selectFrom('distillates')
    .select('subject')
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .where('state', '!=', 'dormant')
    .where('made_at', '>', at)
    .execute()
  return new Set([...rows.map((row) => row.subject), ...added.map((document) => document.id as string)]).size
}

/** Whether a topic was left without its distillate, which holds its label, by a sleep that was stopped. */
async function lacksLabel({ store, scope }: SleepContext, members: AssignedTopics['members'], live: ReadonlySet<string>): Promise<boolean> {
  if (members.size === 0) return live.size >= fewestDocuments
  const rows = await store.read
    .selectFrom('distillates')
    .select('subject')
    .where('scope', '=', scope)
    .where('level', '=', 'topic')
    .execute()
  const known = new Set(rows.map((row) => row.subject))
  return [...members].some(([topic, ids]) => !known.has(topic) && ids.some((id) => live.has(id)))
}

async function clusterAnew(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  before: AssignedTopics['members'],
): Promise<AssignedTopics> {
  const { store, scope } = context
  const centroids = await documentCentroids(context)
  const inputs: TopicDocument[] = []
  for (const document of documents) {
    const loaded = await loadSkillDocument(store, scope, document.id)
    if (loaded !== null) inputs.push(topicDocument(loaded, centroids.get(document.id) ?? null))
    await breathe(context)
  }
  const previous = [...before].map(([id, ids]): PreviousTopic => ({ id, members: ids as readonly DocumentId[] }))
  const topics = clusterTopics(inputs, previous)
  const rows = topics.flatMap((topic) => topic.members.map(({ document, weight }) => ({ scope, topic: topic.id, document, weight })))
  const changed = topics.filter((topic) => setOf(topic.members.map((member) => member.document)) !== setOf(before.get(topic.id) ?? []))
  const db = store.read
  await commit(context, [
    bumpRevision(db, scope),
    ...doubtTopics(
      context,
      changed.map((topic) => topic.id),
    ),
    statement(db.deleteFrom('topic_members').where('scope', '=', scope)),
    ...inserts(context, rows),
    clusteredStatement(context, context.clock.now()),
  ])
  return {
    labels: new Map(topics.map((topic) => [topic.id, topic.label])),
    members: new Map(topics.map((topic) => [topic.id, topic.members.map((member) => member.document)])),
  }
}

async function join(context: SleepContext, added: readonly DocumentSummary[], members: AssignedTopics['members']): Promise<void> {
  const near = new Map([...members].map(([topic, ids]) => [topic, ids.slice(0, sampled)]))
  const centroids = await documentCentroids(context, [...[...near.values()].flat(), ...added.map((document) => document.id)])
  const middles = new Map(
    [...near].map(([topic, ids]) => [topic, ids.flatMap((id) => centroids.get(id) ?? [])] as const).filter(([, some]) => some.length > 0),
  )
  const largest = [...members].sort(([, a], [, b]) => b.length - a.length)[0]?.[0]
  const rows = added.flatMap((document) => {
    const vector = centroids.get(document.id)
    const found = vector === undefined ? null : nearestTopic(vector, middles)
    const topic = found?.topic ?? largest
    return topic === undefined ? [] : [{ scope: context.scope, topic, document: document.id as string, weight: found?.weight ?? 0 }]
  })
  if (rows.length === 0) return
  const topics = [...new Set(rows.map((row) => row.topic))]
  const statements = [bumpRevision(context.store.read, context.scope), ...inserts(context, rows), ...doubtTopics(context, topics)]
  await commit(context, statements, documentsHold(context, added))
}

/** What is made of these topics rests on other members than it was made from. */
function doubtTopics({ store, scope }: SleepContext, topics: readonly string[]): readonly Statement[] {
  if (topics.length === 0) return []
  const references = sql.join(topics.map((topic) => listReference('topic', topic)))
  const covering = sql`select artefact from evidence where scope = ${scope} and role = 'listed' and reference in (${references})`
  return [
    artefactStatement(store.read, scope, 'doubted', { table: 'distillates', where: sql<boolean>`distillate in (${covering})` }),
    artefactStatement(store.read, scope, 'doubted', { table: 'entries', where: sql<boolean>`entry in (${covering})` }),
  ]
}

type MemberRow = { readonly scope: string; readonly topic: string; readonly document: string; readonly weight: number }

function inserts({ store }: SleepContext, rows: readonly MemberRow[]): readonly Statement[] {
  return Array.from({ length: Math.ceil(rows.length / 100) }, (_, page) =>
    statement(
      store.read
        .insertInto('topic_members')
        .values(rows.slice(page * 100, page * 100 + 100))
        .onConflict((conflict) => conflict.doNothing()),
    ),
  )
}

async function storedMembers({ store, scope }: SleepContext): Promise<AssignedTopics['members']> {
  const rows = await store.read
    .selectFrom('topic_members')
    .select(['topic', 'document'])
    .where('scope', '=', scope)
    .orderBy('topic')
    .orderBy('weight', 'desc')
    .orderBy('document')
    .execute()
  const members = new Map<string, string[]>()
  for (const { topic, document } of rows) {
    const own = members.get(topic)
    if (own === undefined) members.set(topic, [document])
    else own.push(document)
  }
  return members
}

function setOf(ids: readonly string[]): string {
  return [...ids].sort().join(' ')
}
