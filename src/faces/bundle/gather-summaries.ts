import type { Selectable } from 'kysely'
import type { DocumentSummary } from '../../corpus/documents.ts'
import { toClaim } from '../../distil/claims-table.ts'
import { distillatesOf } from '../../distil/distillates-table.ts'
import { foldersOf } from '../../lineage/mark-lists.ts'
import type { Claim } from '../../spec/claim.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { DistillatesTable } from '../../spec/schema.ts'
import type { Store } from '../../spec/store.ts'
import type { BundleItem, BundleSummary } from './bundle-format.ts'
import { type LeftOut, pathsLeftOut, type TravelRules } from './what-travels.ts'

export interface SummarySource {
  readonly store: Store
  readonly scope: ScopeId
  readonly rules: TravelRules
  readonly documents: readonly DocumentSummary[]
  readonly write: (item: BundleItem) => Promise<boolean>
  readonly leave: (why: LeftOut) => void
}

/** Writes what is known of files, then of the folders and topics over them; returns the numbers their claims were given. */
export async function gatherSummaries(source: SummarySource): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>()
  const { store, scope } = source
  const files = await distillatesOf(store.read, scope, 'file')
  for (const document of source.documents) {
    const made = files.get(document.id)
    if (made?.state === 'fresh') await gatherFile(source, document, made, numbers)
  }
  const kept = withoutLeftOut(source)
  for (const [folder, made] of await distillatesOf(store.read, scope, 'module')) {
    const below = source.documents.filter(({ path }) => foldersOf(path).includes(folder))
    if (made.state !== 'fresh' || !below.every(kept)) continue
    await gatherGroup(source, made, numbers, { level: 'module', path: folder })
  }
  const paths = new Map<string, DocumentSummary>(source.documents.map((document) => [document.id, document]))
  for (const [topic, made] of await distillatesOf(store.read, scope, 'topic')) {
    const rows = await store.read
      .selectFrom('topic_members')
      .select(['document', 'weight'])
      .where('scope', '=', scope)
      .where('topic', '=', topic)
      .orderBy('document')
      .execute()
    const members = rows.flatMap(({ document, weight }) => {
      const found = paths.get(document)
      return found === undefined ? [] : [{ document: found, weight }]
    })
    if (made.state !== 'fresh' || members.length < rows.length || !members.every(({ document }) => kept(document))) continue
    await gatherGroup(source, made, numbers, {
      level: 'topic',
      topic,
      label: made.label,
      members: members.map(({ document, weight }) => ({ path: document.path, weight })),
    })
  }
  return numbers
}

function withoutLeftOut({ rules }: SummarySource) {
  return ({ path }: DocumentSummary): boolean => pathsLeftOut(rules, [path]) === null
}

async function gatherFile(
  source: SummarySource,
  document: DocumentSummary,
  made: Selectable<DistillatesTable>,
  numbers: Map<string, number>,
): Promise<void> {
  const why = pathsLeftOut(source.rules, [document.path])
  if (why !== null) return source.leave(why)
  const { path } = document
  const own: number[] = []
  for (const claim of await claimsIn(source, document, JSON.parse(made.claims) as readonly string[])) {
    const { type, stamp, subject, text, value, salience } = claim
    if (stamp === 'unverified' || claim.basis !== 'quoted') continue
    const quotes = claim.quotes.map(({ version, start, end, text: words }) => ({ path, version, start, end, text: words }))
    const number = numbers.size
    const isWritten = await source.write({ kind: 'claim', number, path, type, stamp, subject, text, value, salience, quotes })
    if (!isWritten) return source.leave('unfit')
    numbers.set(claim.id, number)
    own.push(number)
  }
  const summary: BundleSummary = {
    kind: 'summary',
    level: 'file',
    path,
    headline: made.headline,
    claims: own,
    recipe: made.recipe,
    madeAt: made.made_at,
    input: made.input,
  }
  if (!(await source.write(summary))) source.leave('unfit')
}

/** The claims of a distillate in its order. */
async function claimsIn({ store, scope }: SummarySource, document: DocumentSummary, order: readonly string[]): Promise<readonly Claim[]> {
  const rows = await store.read
    .selectFrom('claims')
    .selectAll()
    .where('scope', '=', scope)
    .where('document', '=', document.id)
    .where('state', '=', 'fresh')
    .execute()
  const claims = new Map<string, Claim>(rows.map((row) => [row.claim, toClaim(row)]))
  return order.flatMap((id) => claims.get(id) ?? [])
}

type GroupHead =
  | { readonly level: 'module'; readonly path: string }
  | {
      readonly level: 'topic'
      readonly topic: string
      readonly label: string
      readonly members: { readonly path: string; readonly weight: number }[]
    }

/** A group one of whose claims does not travel is no longer what it was made of. */
async function gatherGroup(
  source: SummarySource,
  made: Selectable<DistillatesTable>,
  numbers: ReadonlyMap<string, number>,
  head: GroupHead,
): Promise<void> {
  const claims: number[] = []
  for (const id of JSON.parse(made.claims) as readonly string[]) {
    const number = numbers.get(id)
    if (number === undefined) return source.leave('changed')
    claims.push(number)
  }
  const { headline, recipe, made_at: madeAt } = made
  if (!(await source.write({ kind: 'summary', headline, claims, recipe, madeAt, ...head }))) source.leave('unfit')
}
