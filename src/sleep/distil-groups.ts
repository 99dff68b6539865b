import { type Selectable, sql } from 'kysely'
import type { DocumentSummary } from '../corpus/documents.ts'
import { claimsById, claimsOf } from '../distil/claims-table.ts'
import { distillatesAt } from '../distil/distillates-table.ts'
import { foldersOf } from '../lineage/mark-lists.ts'
import type { Claim } from '../spec/claim.ts'
import type { DistillatesTable } from '../spec/schema.ts'
import { statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { distilGroup, type GroupChild, shownClaims } from './distil-group.ts'
import { distillatesHold, documentsHold } from './inputs-hold.ts'
import type { OwedGroups } from './owed-groups.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/**
 * Distils every owed folder from its files and subfolders, deepest first. A folder shown the same as before is not redone;
 * of folders that nothing reached only what they were distilled to is read.
 */
export async function distilModules(context: SleepContext, documents: readonly DocumentSummary[], owed: OwedGroups): Promise<void> {
  const { store, scope } = context
  // Not by rank, which every edit changes: what a group is shown must not.
  const byPath = documents.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const byFolder = Map.groupBy(byPath, (document) => foldersOf(document.path).at(-1) ?? '')
  const folders = [...new Set(documents.flatMap((document) => foldersOf(document.path)))]
  const subfolders = Map.groupBy(
    folders.filter((folder) => folder !== ''),
    (folder) => foldersOf(folder).at(-1) ?? '',
  )
  const known = new Map(await distillatesAt(store.read, scope, 'module', folders))
  const order = [...owed.folders].sort((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1))
  for (const folder of order) {
    await breathe(context)
    const own = byFolder.get(folder) ?? []
    const subs = (subfolders.get(folder) ?? []).toSorted((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1))
    const below = subs.flatMap((sub) => known.get(sub) ?? [])
    const children = [...(await fileChildren(context, own)), ...(await groupChildren(context, below))]
    if (children.length === 0) continue
    const group = { level: 'module' as const, subject: folder, label: folder === '' ? 'everything' : folder, children }
    const expect = [...documentsHold(context, own), ...distillatesHold(context, below)]
    const made = await distilGroup(context, group, { before: known.get(folder), expect })
    if (made !== null) known.set(folder, made)
  }
  await dropGroups(context, 'module', owed.emptied)
}

/** Documents as their group is shown them, in order; those without a distillate are left out. */
export async function fileChildren(
  context: Pick<SleepContext, 'store' | 'scope'>,
  documents: readonly DocumentSummary[],
): Promise<readonly GroupChild[]> {
  const { store, scope } = context
  const files = await distillatesAt(
    store.read,
    scope,
    'file',
    documents.map((document) => document.id),
  )
  const claims = await claimsByDocument(context, documents)
  return documents.flatMap((document): readonly GroupChild[] => {
    const file = files.get(document.id)
    if (file === undefined) return []
    return [{ label: file.label, headline: file.headline, claims: (claims.get(document.id) ?? []).slice(0, shownClaims) }]
  })
}

/** Subfolders as their folder is shown them. */
export async function groupChildren(
  context: Pick<SleepContext, 'store' | 'scope'>,
  rows: readonly Selectable<DistillatesTable>[],
): Promise<readonly GroupChild[]> {
  const idsOf = (row: Selectable<DistillatesTable>) => (JSON.parse(row.claims) as readonly string[]).slice(0, shownClaims)
  const claims = await claimsById(context.store.read, context.scope, rows.flatMap(idsOf))
  return rows.map((row) => ({ label: row.label, headline: row.headline, claims: idsOf(row).flatMap((id) => claims.get(id) ?? []) }))
}

/** Removes the distillates of groups that no longer exist, with what they rested on. */
export async function dropGroups(context: SleepContext, level: 'module' | 'topic', subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  const { store, scope } = context
  const gone = sql.join(subjects)
  const ids = sql`select distillate from distillates where scope = ${scope} and level = ${level} and subject in (${gone})`
  const erase = (query: ReturnType<typeof sql>) => statement({ compile: () => query.compile(store.read) })
  await commit(context, [
    erase(sql`delete from evidence where scope = ${scope} and artefact in (${ids})`),
    erase(sql`delete from verifications where scope = ${scope} and artefact in (${ids})`),
    erase(sql`delete from distillates where scope = ${scope} and level = ${level} and subject in (${gone})`),
  ])
}

/** Fresh claims of the documents, most salient first, unverified ones left out. */
export async function claimsByDocument(
  context: Pick<SleepContext, 'store' | 'scope'>,
  documents: readonly { readonly id: string }[],
  types?: readonly Claim['type'][],
): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const ids = documents.map((document) => document.id)
  const claims = await claimsOf(context.store.read, context.scope, ids, types)
  return Map.groupBy(
    claims.filter((claim) => claim.stamp !== 'unverified'),
    (claim) => claim.document,
  )
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length
}
