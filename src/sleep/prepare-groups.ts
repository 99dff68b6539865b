import type { DocumentSummary } from '../corpus/documents.ts'
import { distillatesOf } from '../distil/distillates-table.ts'
import { foldersOf } from '../lineage/mark-lists.ts'
import type { SkillDocument } from '../spec/skills.ts'
import { type AssignedTopics, assignTopics } from './assign-topics.ts'
import { breathe } from './breathe.ts'
import { distilModules } from './distil-groups.ts'
import { distilTopics } from './distil-topics.ts'
import { listable } from './list-groups.ts'
import { type OwedGroups, owedGroups } from './owed-groups.ts'
import { predictCallers } from './predict-callers.ts'
import { prepareLists } from './prepare-lists.ts'
import type { SleepContext } from './sleep-context.ts'

/**
 * What is made of several documents together: topics, questions about callers, complete lists, the distillates of topics
 * and folders. Only groups that a change reached are gone over. Distillates come last: their doubt is what says that a
 * group is owed, so a sleep stopped in between goes over the whole of it again.
 */
export async function prepareGroups(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  outlines: () => Promise<readonly SkillDocument[]>,
): Promise<void> {
  const reached = await owedGroups(context, documents)
  if (reached.folders.size === 0 && reached.emptied.length === 0 && reached.topics.size === 0) {
    if (await listsOwed(context)) await prepareLists(context, listable(context, documents, await storedTopics(context)), reached)
    return
  }
  const topics = await assignTopics(context, documents)
  await breathe(context)
  const owed = await withNewTopics(context, topics, await owedGroups(context, documents))
  const isReached = ({ path }: DocumentSummary): boolean => owed.folders.has(foldersOf(path).at(-1) ?? '')
  if (documents.some((document) => document.format === 'code' && isReached(document))) {
    await predictCallers(context, await outlines(), documents)
  }
  await prepareLists(context, listable(context, documents, await labelled(context, topics)), owed)
  await distilTopics(context, documents, topics, owed)
  await distilModules(context, documents, owed)
}

type Topics = Parameters<typeof listable>[2]

async function labelled(context: SleepContext, { labels, members }: AssignedTopics): Promise<Topics> {
  const known = await distillatesOf(context.store.read, context.scope, 'topic')
  return new Map(
    [...members].flatMap(([topic, ids]) => {
      const label = labels.get(topic) ?? known.get(topic)?.label
      return label === undefined ? [] : [[topic, { label, members: ids }] as const]
    }),
  )
}

async function storedTopics(context: SleepContext): Promise<Topics> {
  const rows = await context.store.read
    .selectFrom('topic_members')
    .select(['topic', 'document'])
    .where('scope', '=', context.scope)
    .orderBy('topic')
    .orderBy('weight', 'desc')
    .orderBy('document')
    .execute()
  const members = Map.groupBy(rows, (row) => row.topic)
  return labelled(context, {
    labels: new Map(),
    members: new Map([...members].map(([topic, own]) => [topic, own.map((row) => row.document)])),
  })
}

/** Topics that have no distillate yet, or another label, are owed as well. */
async function withNewTopics(context: SleepContext, { labels, members }: AssignedTopics, owed: OwedGroups): Promise<OwedGroups> {
  const known = await distillatesOf(context.store.read, context.scope, 'topic')
  const added = [...members.keys()].filter((topic) => {
    const label = known.get(topic)?.label
    return label === undefined || label !== (labels.get(topic) ?? label)
  })
  return { ...owed, topics: new Set([...owed.topics, ...added]) }
}

/** Whether a list is doubted though no group is: an ask found it so, or it came back. */
async function listsOwed({ store, scope }: SleepContext): Promise<boolean> {
  const row = await store.read
    .selectFrom('entries')
    .innerJoin('questions', (join) =>
      join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
    )
    .select('entries.entry')
    .where('entries.scope', '=', scope)
    .where('entries.shape', '=', 'list')
    .where('entries.state', '!=', 'fresh')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
