import type { Kysely } from 'kysely'
import { changesAt, watchedDays } from '../../corpus/change-count.ts'
import { changeSourceId } from '../../corpus/change-source-id.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import { type ChangeRate, changeRate } from './survival.ts'

/** How often documents of a scope change. */
export interface ScopeChanges {
  /** Of a document, of a folder (any of its documents), or of the whole scope where the region is neither. */
  rateOf(region: string): ChangeRate
}

interface Watched {
  readonly changes: number
  readonly days: number
}

const nothing: Watched = { changes: 0, days: 0 }

/** Reads how often each document changed since it is known; changes and time fade alike. Going is a change, and the last. */
export async function loadChanges(db: Kysely<Schema>, scope: ScopeId, now: number): Promise<ScopeChanges> {
  const rows = await db
    .selectFrom('documents')
    .select(['path', 'changes', 'first_at', 'committed_at', 'state'])
    .where('scope', '=', scope)
    .where('source', '!=', changeSourceId)
    .execute()
  const documents = new Map<string, Watched>()
  const gone: Watched[] = []
  for (const row of rows) {
    const known = { changes: row.changes, firstAt: row.first_at, committedAt: row.committed_at }
    if (row.state === 'live') documents.set(row.path, { changes: changesAt(known, now), days: watchedDays(known, now) })
    else if (row.changes > 0) gone.push({ changes: changesAt(known, now), days: watchedDays(known, row.committed_at) })
  }
  const whole = [...documents.values(), ...gone].reduce(
    (sum, one) => ({ changes: sum.changes + one.changes, days: sum.days + one.days }),
    nothing,
  )
  // A question rests on a few passages of a document: those of a folder or of the scope change as their average document does.
  const folders = new Map<string, Watched>()
  const folderOf = (region: string): Watched => {
    const made = folders.get(region)
    if (made !== undefined) return made
    const under = [...documents].filter(([path]) => path.startsWith(`${region}/`)).map(([, watched]) => watched)
    const days = Math.max(0, ...under.map((one) => one.days))
    const sum = under.reduce((total, one) => total + one.changes, 0)
    const found = under.length === 0 ? nothing : { changes: sum / under.length, days }
    folders.set(region, found)
    return found
  }
  return { rateOf: (region) => changeRate(documents.get(region) ?? folderOf(region), whole) }
}
