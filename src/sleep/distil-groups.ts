import type { DocumentSummary } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { claimsOf } from '../distil/claims-table.ts'
import { distillateId, distillatesOf, putDistillateStatement } from '../distil/distillates-table.ts'
import { evidenceStatements } from '../lineage/evidence-pin.ts'
import { foldersOf, listReference } from '../lineage/mark-changes.ts'
import type { Claim } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import type { GroupDistillate, GroupInput } from '../spec/skills.ts'
import { statement } from '../spec/store.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { type FailedItem, noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** One child as a group is shown it: what it is, and its most needed claims. */
export interface GroupChild {
  readonly label: string
  readonly headline: string
  readonly claims: readonly Claim[]
}

export interface Group {
  readonly level: 'module' | 'topic'
  readonly subject: string
  readonly label: string
  readonly children: readonly GroupChild[]
}

const shown = 12

/** Distils every folder from its files and subfolders, deepest first; a folder shown the same as before is not redone. */
export async function distilModules(context: SleepContext, documents: readonly DocumentSummary[]): Promise<void> {
  const { store, scope } = context
  const files = await distillatesOf(store.read, scope, 'file')
  const known = await distillatesOf(store.read, scope, 'module')
  const claims = await claimsByDocument(context, documents)
  const folders = [...new Set(documents.flatMap((document) => foldersOf(document.path)))].sort(
    (a, b) => depth(b) - depth(a) || (a < b ? -1 : 1),
  )
  const made = new Map<string, GroupChild>()
  for (const folder of folders) {
    throwIfAborted(context.signal)
    const children: GroupChild[] = []
    for (const document of documents) {
      const file = folderOf(document.path) === folder ? files.get(document.id) : undefined
      if (file !== undefined)
        children.push({ label: file.label, headline: file.headline, claims: (claims.get(document.id) ?? []).slice(0, shown) })
    }
    for (const [sub, child] of made) if (sub !== '' && folderOf(sub) === folder) children.push(child)
    const group: Group = { level: 'module', subject: folder, label: folder === '' ? 'everything' : folder, children }
    const child = await distilGroup(context, group, known.get(folder))
    if (child !== null) made.set(folder, child)
    await nextTurn()
  }
  await dropGroups(
    context,
    'module',
    [...known.keys()].filter((subject) => !made.has(subject)),
  )
}

/**
 * Distils one group unless what it is shown is what it was made from; returns it as its parent is shown it. Where a model
 * fails on it, what there was stays; null where there was nothing.
 */
export async function distilGroup(
  context: SleepContext,
  group: Group,
  before:
    | { readonly input: string; readonly recipe: string; readonly headline: string; readonly claims: string; readonly state: string }
    | undefined,
): Promise<GroupChild | null> {
  const { tally, clock, scope, store } = context
  const id = distillateId(scope, group.level, group.subject)
  const input = digest(
    group.label,
    ...group.children.flatMap((child) => [child.label, child.headline, ...child.claims.map((claim) => claim.id)]),
  )
  const byId = new Map(group.children.flatMap((child) => child.claims.map((claim) => [claim.id as string, claim])))
  if (before !== undefined && before.input === input && keepsRecipe(before.recipe, recipeOf(context))) {
    tally.keep('distillates')
    if (before.state !== 'fresh') await commit(context, [refreshStatement(context, group)])
    return asBefore()
  }
  const made = await attempt(context, group, { stage: 'distil', id, name: group.label, input })
  if (made === null) return asBefore()
  tally.make('distillates')
  await commit(context, [
    putDistillateStatement(store.read, {
      scope,
      level: group.level,
      subject: group.subject,
      label: group.label,
      headline: made.headline,
      claims: made.claims.map((claim) => claim.id),
      input,
      recipe: recipeOf(context),
      madeAt: clock.now(),
    }),
    ...evidenceStatements(store.read, scope, id, 'distillate', [
      { role: 'listed', reference: listReference(group.level, group.subject), version: input, place: null },
    ]),
  ])
  return { label: group.label, headline: made.headline, claims: made.claims.slice(0, shown) }

  function asBefore(): GroupChild | null {
    if (before === undefined) return null
    const claims = (JSON.parse(before.claims) as string[]).flatMap((claim) => byId.get(claim) ?? [])
    return { label: group.label, headline: before.headline, claims: claims.slice(0, shown) }
  }
}

async function attempt(context: SleepContext, group: GroupInput, item: FailedItem): Promise<GroupDistillate | null> {
  if (await isQuarantined(context, item.id, item.stage, item.input)) {
    context.tally.skip('quarantined')
    return null
  }
  try {
    const made = await context.skills.distiller.distilGroup(group, { signal: context.signal })
    context.tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, item, cause)
    return null
  }
}

const recipeOf = (context: SleepContext): string => fileRecipe(context.skills)
const keepsRecipe = (made: string, recipe: string): boolean => !recipeOwed(made, recipe)

function refreshStatement({ store, scope }: SleepContext, group: Group) {
  return statement(
    store.read
      .updateTable('distillates')
      .set({ state: 'fresh' })
      .where('scope', '=', scope)
      .where('distillate', '=', distillateId(scope, group.level, group.subject)),
  )
}

/** Removes the distillates of groups that no longer exist. */
export async function dropGroups(context: SleepContext, level: 'module' | 'topic', subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  const { store, scope } = context
  await commit(context, [
    statement(store.read.deleteFrom('distillates').where('scope', '=', scope).where('level', '=', level).where('subject', 'in', subjects)),
  ])
}

/** Fresh claims of the documents, most salient first, unverified ones left out. */
export async function claimsByDocument(
  context: SleepContext,
  documents: readonly DocumentSummary[],
): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const claims = await claimsOf(
    context.store.read,
    context.scope,
    documents.map((document) => document.id),
  )
  const byDocument = new Map<string, Claim[]>()
  for (const claim of claims) {
    if (claim.stamp === 'unverified') continue
    const list = byDocument.get(claim.document) ?? []
    list.push(claim)
    byDocument.set(claim.document, list)
  }
  return byDocument
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length
}

/** The folder that holds a file or folder. */
function folderOf(path: string): string {
  return foldersOf(path).at(-1) ?? ''
}
