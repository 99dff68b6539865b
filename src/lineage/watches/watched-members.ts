import type { Kysely } from 'kysely'
import type { EntryId, ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { WatchMembers } from './watch-fires-on.ts'

const slice = 400

interface MemberRow {
  readonly artefact: string
  readonly reference: string
  readonly version: string
  readonly span: string | null
}

/** Whose watches found any of these passages, and which stretches of them, by entry. */
export async function membersOfPassages(
  db: Kysely<Schema>,
  scope: ScopeId,
  passages: readonly string[],
): Promise<ReadonlyMap<string, WatchMembers>> {
  const rows: MemberRow[] = []
  for (let at = 0; at < passages.length; at += slice) {
    rows.push(
      ...(await watchedRows(db, scope)
        .where('reference', 'in', passages.slice(at, at + slice))
        .execute()),
    )
  }
  return toMembers(db, scope, rows)
}

/** What the watch of one entry found. */
export async function membersOfEntry(db: Kysely<Schema>, scope: ScopeId, entry: EntryId): Promise<WatchMembers> {
  const rows = await watchedRows(db, scope).where('artefact', '=', entry).execute()
  return (await toMembers(db, scope, rows)).get(entry) ?? new Map()
}

/** Entries whose watches found any of these passages. */
export async function watchersOf(db: Kysely<Schema>, scope: ScopeId, passages: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (let at = 0; at < passages.length; at += slice) {
    const rows = await db
      .selectFrom('evidence')
      .select('artefact')
      .distinct()
      .where('scope', '=', scope)
      .where('role', '=', 'watched')
      .where('reference', 'in', passages.slice(at, at + slice))
      .execute()
    for (const row of rows) found.add(row.artefact)
  }
  return [...found]
}

function watchedRows(db: Kysely<Schema>, scope: ScopeId) {
  return db
    .selectFrom('evidence')
    .select(['artefact', 'reference', 'version', 'span'])
    .where('scope', '=', scope)
    .where('artefact_kind', '=', 'entry')
    .where('role', '=', 'watched')
}

async function toMembers(db: Kysely<Schema>, scope: ScopeId, rows: readonly MemberRow[]): Promise<ReadonlyMap<string, WatchMembers>> {
  const texts = await textsOf(db, scope, [...new Set(rows.map((row) => row.version))])
  const members = new Map<string, Map<string, Set<string>>>()
  for (const { artefact, reference, version, span } of rows) {
    const text = texts.get(version)
    const spans = span === null ? [] : (JSON.parse(span) as readonly (readonly [number, number])[])
    const found = members.get(artefact) ?? new Map<string, Set<string>>()
    const slices = found.get(reference) ?? new Set<string>()
    // A text that is gone cannot be the same: an impossible stretch stands for it.
    for (const [start, end] of spans) slices.add(text === undefined ? `\0${version}` : text.slice(start, end))
    members.set(artefact, found.set(reference, slices))
  }
  return members
}

async function textsOf(db: Kysely<Schema>, scope: ScopeId, versions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (let at = 0; at < versions.length; at += slice) {
    const rows = await db
      .selectFrom('versions')
      .select(['digest', 'text'])
      .where('scope', '=', scope)
      .where('digest', 'in', versions.slice(at, at + slice))
      .execute()
    for (const row of rows) texts.set(row.digest, row.text)
  }
  return texts
}
