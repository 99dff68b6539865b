import type { Selectable } from 'kysely'
import type { DocumentSummary } from '../../corpus/documents.ts'
import { distillateRow, distillatesOf, putDistillateStatement } from '../../distil/distillates-table.ts'
import { evidenceStatements } from '../../lineage/evidence-pin.ts'
import { foldersOf, listReference } from '../../lineage/mark-lists.ts'
import { verificationStatement } from '../../lineage/verifications.ts'
import { type GroupChild, groupInput } from '../../sleep/distil-group.ts'
import { fileChildren, groupChildren } from '../../sleep/distil-groups.ts'
import { clusteredStatement } from '../../sleep/topic-clustering.ts'
import { bumpRevision } from '../../spec/revision.ts'
import type { DistillatesTable } from '../../spec/schema.ts'
import { type Statement, statement } from '../../spec/store.ts'
import type { BundleSummary } from './bundle-format.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import type { Refusals } from './import-tally.ts'
import type { RestoredSummaries } from './restored-summaries.ts'
import { surroundings, whyUnfounded } from './rests-on.ts'

export type GroupSummary = Exclude<BundleSummary, { readonly level: 'file' }>
type FolderSummary = Extract<GroupSummary, { readonly level: 'module' }>
type TopicSummary = Extract<GroupSummary, { readonly level: 'topic' }>

/** How many summaries of folders and topics were taken over. */
export interface GroupCounts {
  readonly held: number
  readonly kept: number
  readonly differ: number
}

interface GroupImport {
  readonly context: ImportContext
  readonly restored: RestoredSummaries
  readonly refusals: Refusals
  readonly counts: { held: number; kept: number; differ: number }
}

/**
 * Takes over summaries of folders and topics all of whose files are what they were where the bundle was made. Topics only
 * where none have been made here: files keep to the topics they are in.
 */
export async function importGroups(
  context: ImportContext,
  restored: RestoredSummaries,
  groups: readonly GroupSummary[],
  refusals: Refusals,
): Promise<GroupCounts> {
  const work: GroupImport = { context, restored, refusals, counts: { held: 0, kept: 0, differ: 0 } }
  await importFolders(
    work,
    groups.flatMap((group) => (group.level === 'module' ? [group] : [])),
  )
  await importTopics(
    work,
    groups.flatMap((group) => (group.level === 'topic' ? [group] : [])),
  )
  return work.counts
}

async function importFolders(work: GroupImport, folders: readonly FolderSummary[]): Promise<void> {
  const { context, restored, counts } = work
  const known = new Map(await distillatesOf(context.store.read, context.scope, 'module'))
  const documents = [...context.documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  const inFolder = Map.groupBy(documents, ({ path }) => foldersOf(path).at(-1) ?? '')
  const all = new Set(documents.flatMap(({ path }) => foldersOf(path)))
  const differing = new Set(documents.flatMap(({ path }) => (restored.files.has(path) ? [] : foldersOf(path))))
  for (const folder of folders.toSorted((a, b) => depth(b.path) - depth(a.path))) {
    const { path } = folder
    if (known.has(path)) {
      counts.kept += 1
      continue
    }
    const below = [...all].filter((one) => one !== '' && foldersOf(one).at(-1) === path).sort()
    const inner = below.flatMap((one) => known.get(one) ?? [])
    if (!all.has(path) || differing.has(path) || inner.length < below.length) {
      counts.differ += 1
      continue
    }
    const children = [...(await fileChildren(context, inFolder.get(path) ?? [])), ...(await groupChildren(context, inner))]
    const made = await importGroup(work, folder, { subject: path, label: path === '' ? 'everything' : path, children })
    if (made !== null) known.set(path, made)
  }
}

async function importTopics(work: GroupImport, topics: readonly TopicSummary[]): Promise<void> {
  const { context, restored, counts } = work
  const { store, scope, documents } = context
  const own = await store.read.selectFrom('topic_members').select('topic').where('scope', '=', scope).distinct().execute()
  const here = new Set(own.map(({ topic }) => topic))
  const placed = new Set<string>()
  for (const topic of topics) {
    const members = topic.members.flatMap(({ path, weight }) => {
      const document = documents.get(path)
      return document === undefined || !restored.files.has(path) || placed.has(path) ? [] : [{ document, weight }]
    })
    if (here.has(topic.topic)) counts.kept += 1
    else if (here.size > 0 || members.length < topic.members.length) counts.differ += 1
    else {
      for (const { path } of topic.members) placed.add(path)
      await importTopic(work, topic, members)
    }
  }
  const isWhole = here.size === 0 && placed.size > 0 && placed.size === documents.size
  if (!isWhole) return
  await commitImport(context, [clusteredStatement(context, context.clock.now())])
}

async function importTopic(
  work: GroupImport,
  topic: TopicSummary,
  members: readonly { readonly document: DocumentSummary; readonly weight: number }[],
): Promise<void> {
  const { store, scope } = work.context
  const children = await fileChildren(
    work.context,
    members.map(({ document }) => document),
  )
  const rows = members.map(({ document, weight }) => ({ scope, topic: topic.topic, document: document.id, weight }))
  const placing: Statement[] = []
  for (let at = 0; at < rows.length; at += 100) {
    placing.push(
      statement(
        store.read
          .insertInto('topic_members')
          .values(rows.slice(at, at + 100))
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  await importGroup(work, topic, { subject: topic.topic, label: topic.label, children }, placing)
}

interface LocalGroup {
  readonly subject: string
  readonly label: string
  readonly children: readonly GroupChild[]
}

/** The summary as it is stored here, or null where it is refused. */
async function importGroup(
  { context, restored, refusals, counts }: GroupImport,
  { level, headline, claims: numbers, recipe, madeAt }: GroupSummary,
  { subject, label, children }: LocalGroup,
  further: readonly Statement[] = [],
): Promise<Selectable<DistillatesTable> | null> {
  const claims = numbers.flatMap((number) => restored.claims.get(number) ?? [])
  const why = claims.length < numbers.length ? 'it names claims that are not here' : whyHeadlineRefused(headline, children)
  if (why !== null) {
    refusals.refuse(why)
    return null
  }
  const { store, scope } = context
  const input = groupInput({ label, children })
  const write = { scope, level, subject, label, headline, claims, input, recipe, madeAt }
  const row = distillateRow(write)
  await commitImport(context, [
    bumpRevision(store.read, scope),
    putDistillateStatement(store.read, write),
    ...evidenceStatements(store.read, scope, row.distillate, 'distillate', [
      { role: 'listed', reference: listReference(level, subject), version: input, place: null },
    ]),
    verificationStatement(store.read, {
      scope,
      artefact: row.distillate,
      kind: 'distillate',
      rung: 'revived',
      cause: '',
      by: 'import',
      at: context.clock.now(),
    }),
    ...further,
  ])
  counts.held += 1
  return row
}

/** A headline is in its maker's words; what the group is shown is counted in it. */
function whyHeadlineRefused(headline: string, children: readonly GroupChild[]): string | null {
  const said = headline.replace(/^\d+ (?:parts|documents)(?: on [^:]*)?: /, '').replace(/ and \d+ more$/, '')
  const shown = children.flatMap((child) => [child.label, child.headline, ...child.claims.map((claim) => `${claim.subject} ${claim.text}`)])
  return whyUnfounded(said, { quotes: [], around: surroundings(shown.join('\n')), leastShared: 0 })
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length
}
