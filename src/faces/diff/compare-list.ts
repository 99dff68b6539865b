import { toClaim } from '../../distil/claims-table.ts'
import { listMembers } from '../../distil/lists/complete-list.ts'
import type { ListMember } from '../../distil/lists/list-member.ts'
import { listCoverage } from '../../predict/list-coverage.ts'
import type { Claim } from '../../spec/claim.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { ListAim } from '../../spec/question.ts'
import type { Store } from '../../spec/store.ts'
import type { DistilledChange } from './distil-laid.ts'
import { folded } from './laid-change.ts'
import type { LaidChange } from './lay-changes.ts'

/** What a change does to one complete list. unknown: it rests on claims that only a sleep can make again. */
export type ListFate =
  | { readonly kind: 'same' }
  | { readonly kind: 'unknown'; readonly why: string }
  | {
      readonly kind: 'differs'
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly changed: readonly string[]
      readonly kept: number
    }

export interface ListParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly laid: LaidChange
  readonly distilled: DistilledChange
  /** Claims as stored of every live document. */
  readonly stored: StoredClaims
  /** Recipe of the distiller that made `distilled`: claims of another are not comparable. */
  readonly recipe: string
}

/** Compares the members of a list with those it has once the changed documents are distilled. */
export async function compareList({ store, scope, laid, distilled, stored, recipe }: ListParts, aim: ListAim): Promise<ListFate> {
  const covers = await listCoverage(store.read, scope, aim)
  const touched = laid.documents.filter((one) => covers(one.id, one.path) || (one.from !== null && covers(one.from.id, one.from.path)))
  if (touched.every((one) => one.changes.length === 0 && one.fresh.length === 0 && one.from?.path === one.path)) return { kind: 'same' }
  const before = touched.flatMap((one) => (one.from === null ? [] : (stored.get(one.from.id) ?? [])))
  if (before.some((claim) => claim.recipe !== recipe)) return { kind: 'unknown', why: 'its claims were made by a model' }
  const after: Claim[] = []
  for (const one of touched) {
    // A document that moved out of the list's folder leaves it.
    if (
      one.document === null ||
      !(covers(one.id, one.path) || (aim.level !== 'module' && one.from !== null && covers(one.from.id, one.from.path)))
    )
      continue
    const known =
      distilled.claims.get(one.id) ?? (one.changes.length === 0 ? before.filter((claim) => claim.document === one.from?.id) : null)
    if (known === null) return { kind: 'unknown', why: 'too much has changed to gather it here' }
    after.push(...known)
  }
  const hidden = new Set<string>(laid.hidden)
  const rest = [...stored].flatMap(([document, claims]) => (!hidden.has(document) && covers(document, claims[0]?.path ?? '') ? claims : []))
  return differenceOf(listMembers([...rest, ...before], aim), listMembers([...rest, ...after], aim))
}

function differenceOf(before: readonly ListMember[], after: readonly ListMember[]): ListFate {
  const [old, now] = [byName(before), byName(after)]
  const added = after.filter(({ name }) => !old.has(name.toLowerCase())).map(({ name }) => name)
  const removed = before.filter(({ name }) => !now.has(name.toLowerCase())).map(({ name }) => name)
  const changed = after.flatMap((member) => {
    const was = old.get(member.name.toLowerCase())
    return was === undefined || said(was) === said(member) ? [] : [member.name]
  })
  if (added.length + removed.length + changed.length === 0) return { kind: 'same' }
  return { kind: 'differs', added, removed, changed, kept: after.length - added.length - changed.length }
}

const byName = (members: readonly ListMember[]): ReadonlyMap<string, ListMember> =>
  new Map(members.map((member) => [member.name.toLowerCase(), member]))
const said = ({ text, value }: ListMember): string => folded(`${text} = ${value ?? ''}`)

/** Claims of live documents, by document, with what made them and where they stand. */
export type StoredClaims = ReadonlyMap<string, readonly StoredClaim[]>
export type StoredClaim = Claim & { readonly recipe: string; readonly path: string }

/** The claims of a scope that lists are gathered from. */
export async function storedClaims(store: Store, scope: ScopeId): Promise<StoredClaims> {
  const rows = await store.read
    .selectFrom('claims')
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'claims.scope').onRef('documents.document', '=', 'claims.document'),
    )
    .selectAll('claims')
    .select('documents.path')
    .where('claims.scope', '=', scope)
    .where('claims.state', '=', 'fresh')
    .where('claims.stamp', '!=', 'unverified')
    .where('documents.state', '=', 'live')
    .orderBy('claims.document')
    .orderBy('claims.salience', 'desc')
    .orderBy('claims.claim')
    .execute()
  const claims = rows.map((row): StoredClaim => ({ ...toClaim(row), recipe: row.recipe, path: row.path }))
  return Map.groupBy(claims, (claim) => claim.document)
}
