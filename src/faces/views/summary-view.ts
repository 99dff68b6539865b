import type { Kysely, Selectable } from 'kysely'
import { placesOf } from '../../ask/check-freshness.ts'
import { cite } from '../../ask/cite.ts'
import { emptyOverlay } from '../../ask/overlay.ts'
import { toClaim } from '../../distil/claims-table.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { DistillatesTable, Schema } from '../../spec/schema.ts'
import type { SummaryView } from '../reverie.ts'

const shownClaims = 24

/** The tree with one line each, or one file's, folder's or topic's distillate with its quotes and lines. */
export async function summaryView(db: Kysely<Schema>, scope: ScopeId, target: string | undefined): Promise<SummaryView> {
  if (target === undefined || target === '') return treeView(db, scope)
  const row = await findDistillate(db, scope, target)
  if (row === null) {
    throw new ReverieError('not-found', `Nothing is summarised under "${target}".`, {
      hint: 'Give a path or topic as `reverie summary` lists them; new files are summarised by the next `reverie sleep`.',
    })
  }
  return {
    level: row.level,
    label: row.level === 'file' ? await pathOf(db, scope, row.subject) : row.label,
    headline: row.headline,
    children: [],
    claims: await claimsView(db, scope, JSON.parse(row.claims) as string[]),
    state: row.state,
    madeAt: row.made_at,
  }
}

async function pathOf(db: Kysely<Schema>, scope: ScopeId, document: string): Promise<string> {
  const row = await db.selectFrom('documents').select('path').where('scope', '=', scope).where('document', '=', document).executeTakeFirst()
  return row?.path ?? document
}

async function findDistillate(db: Kysely<Schema>, scope: ScopeId, target: string): Promise<Selectable<DistillatesTable> | null> {
  const path = target.replace(/^\.\//, '').replace(/\/+$/, '')
  const document = await db
    .selectFrom('documents')
    .select('document')
    .where('scope', '=', scope)
    .where('path', '=', path)
    .where('state', '=', 'live')
    .executeTakeFirst()
  const subjects = [document?.document, path === '.' ? '' : path].filter((subject) => subject !== undefined)
  const bySubject = await db
    .selectFrom('distillates')
    .selectAll()
    .where('scope', '=', scope)
    .where('subject', 'in', subjects)
    .orderBy('level')
    .executeTakeFirst()
  if (bySubject !== undefined) return bySubject
  const topics = await db.selectFrom('distillates').selectAll().where('scope', '=', scope).where('level', '=', 'topic').execute()
  return (
    topics.find((topic) => topic.label.toLowerCase() === target.toLowerCase()) ??
    topics.find((topic) => topic.label.toLowerCase().includes(target.toLowerCase())) ??
    null
  )
}

async function claimsView(db: Kysely<Schema>, scope: ScopeId, ids: readonly string[]): Promise<SummaryView['claims']> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('claims')
    .selectAll()
    .where('scope', '=', scope)
    .where('claim', 'in', ids.slice(0, shownClaims))
    .where('state', '=', 'fresh')
    .execute()
  const byId = new Map(rows.map((row) => [row.claim, toClaim(row)]))
  const views = []
  for (const id of ids) {
    const claim = byId.get(id)
    const [quote] = claim?.quotes ?? []
    if (claim === undefined || quote === undefined) continue
    const body = { shape: 'quotation' as const, text: '', quotes: [quote], notes: [] }
    const [citation] = cite(body, await placesOf(db, scope, body, emptyOverlay))
    if (citation !== undefined) views.push({ id: claim.id, type: claim.type, text: claim.text, stamp: claim.stamp, ...citation })
  }
  return views
}

async function treeView(db: Kysely<Schema>, scope: ScopeId): Promise<SummaryView> {
  const rows = await db.selectFrom('distillates').selectAll().where('scope', '=', scope).execute()
  const documents = await db
    .selectFrom('documents')
    .select(['document', 'path'])
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .execute()
  const paths = new Map(documents.map((document) => [document.document, document.path]))
  const lines: {
    readonly path: string
    readonly label: string
    readonly level: 'file' | 'module'
    readonly headline: string
    readonly depth: number
  }[] = []
  for (const row of rows) {
    const path = row.level === 'file' ? paths.get(row.subject) : row.subject
    if (path === undefined || row.level === 'topic' || path === '') continue
    lines.push({
      path: row.level === 'module' ? `${path}/` : path,
      label: row.level === 'module' ? `${path}/` : path,
      level: row.level,
      headline: row.headline,
      depth: path.split('/').length - 1,
    })
  }
  lines.sort((a, b) => (a.path < b.path ? -1 : 1))
  const topics = rows.filter((row) => row.level === 'topic').sort((a, b) => (a.label < b.label ? -1 : 1))
  const root = rows.find((row) => row.level === 'module' && row.subject === '')
  return {
    level: 'tree',
    label: '',
    headline: root?.headline ?? '',
    children: [
      ...lines.map(({ path: _, ...line }) => line),
      ...topics.map((topic) => ({ label: topic.label, level: 'topic' as const, headline: topic.headline, depth: 0 })),
    ],
    claims: [],
    state: root?.state ?? 'owed',
    madeAt: root?.made_at ?? null,
  }
}
