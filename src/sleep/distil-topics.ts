import type { DocumentSummary } from '../corpus/documents.ts'
import { distillatesOf } from '../distil/distillates-table.ts'
import type { AssignedTopics } from './assign-topics.ts'
import { breathe } from './breathe.ts'
import { distilGroup } from './distil-group.ts'
import { dropGroups, fileChildren } from './distil-groups.ts'
import { documentsHold } from './inputs-hold.ts'
import type { OwedGroups } from './owed-groups.ts'
import type { SleepContext } from './sleep-context.ts'

/** Distils the topics that a change reached or that are new, from their files. */
export async function distilTopics(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  { labels, members }: AssignedTopics,
  owed: OwedGroups,
): Promise<void> {
  const known = await distillatesOf(context.store.read, context.scope, 'topic')
  const byId = new Map<string, DocumentSummary>(documents.map((document) => [document.id, document]))
  const empty = new Set(known.keys())
  for (const [topic, ids] of members) {
    await breathe(context)
    // By name, not by nearness: every edit shifts that a little, and what a topic is shown must not change for it.
    const own = ids.flatMap((id) => byId.get(id) ?? []).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    const before = known.get(topic)
    if (own.length > 0) empty.delete(topic)
    const label = labels.get(topic) ?? before?.label
    const isHeld = before !== undefined && before.state === 'fresh' && !owed.topics.has(topic) && label === before.label
    if (own.length === 0 || label === undefined || isHeld) continue
    const children = await fileChildren(context, own)
    if (children.length === 0) continue
    await distilGroup(context, { level: 'topic', subject: topic, label, children }, { before, expect: documentsHold(context, own) })
  }
  await dropGroups(context, 'topic', [...empty])
}

function nameOf({ title, path }: DocumentSummary): string {
  return `${title ?? ''}\n${path}`
}
