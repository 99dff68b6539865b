import { DatabaseSync } from 'node:sqlite'

const cited = `e.role in ('cited', 'read', 'watched') and e.reference != ''`

/** Counts of what may never be, whatever happened: each should be 0. A dormant answer may have left its body and evidence to an edition. */
const checks: Readonly<Record<string, string>> = {
  'evidence of no entry': `evidence e where artefact_kind = 'entry' and not exists (select 1 from entries x where x.scope = e.scope and x.entry = e.artefact)`,
  'evidence of no claim': `evidence e where artefact_kind = 'claim' and not exists (select 1 from claims x where x.scope = e.scope and x.claim = e.artefact)`,
  'evidence of no summary': `evidence e where artefact_kind = 'distillate' and not exists (select 1 from distillates x where x.scope = e.scope and x.distillate = e.artefact)`,
  'evidence of no edition': `evidence e where artefact_kind = 'edition' and not exists (select 1 from editions x where x.scope = e.scope and x.edition = e.artefact)`,
  'evidence on no passage': `evidence e where ${cited} and artefact_kind in ('entry', 'claim') and not exists (select 1 from passages p where p.scope = e.scope and p.passage = e.reference)`,
  'answers on no evidence': `entries x where kind = 'answer' and state != 'dormant' and not exists (select 1 from evidence e where e.scope = x.scope and e.artefact = x.entry and e.role = 'cited')`,
  'entries without a key': `entries x where not exists (select 1 from keys k where k.scope = x.scope and k.entry = x.entry)`,
  'keys of no entry': `keys k where active = 1 and not exists (select 1 from entries x where x.scope = k.scope and x.entry = k.entry)`,
  'watches of no entry': `watches w where not exists (select 1 from entries x where x.scope = w.scope and x.entry = w.entry)`,
  'fresh answers on old text': `entries x where state = 'fresh' and exists (select 1 from evidence e where e.scope = x.scope and e.artefact = x.entry and e.role = 'cited' and not exists (select 1 from passages p where p.scope = e.scope and p.passage = e.reference and p.version = e.version))`,
  'passages without text': `passages p where version is not null and not exists (select 1 from versions v where v.scope = p.scope and v.digest = p.version)`,
}

/** What is unsound in a database, in words; empty where it is sound. It is read while nobody else has it open. */
export function unsoundRows(database: string): readonly string[] {
  const db = new DatabaseSync(database)
  try {
    if (!isMade(db)) return []
    const integrity = db.prepare('pragma integrity_check').get()?.integrity_check
    const found = Object.entries(checks).flatMap(([name, query]) => {
      const count = Number(db.prepare(`select count(*) as count from ${query}`).get()?.count)
      return count === 0 ? [] : [`${count} ${name}`]
    })
    return integrity === 'ok' ? found : [`integrity: ${String(integrity)}`, ...found]
  } finally {
    db.close()
  }
}

/** The pushed documents as they are kept: text by id, of those that are there. */
export function keptPushes(database: string): ReadonlyMap<string, string> {
  const db = new DatabaseSync(database)
  try {
    if (!isMade(db)) return new Map()
    const rows = db.prepare(`select path, content from documents where state = 'live' and content is not null`).all()
    return new Map(rows.map(({ path, content }) => [String(path), (JSON.parse(String(content)) as { readonly text: string }).text]))
  } finally {
    db.close()
  }
}

/** Killed early enough, the tables are not there yet. */
function isMade(db: DatabaseSync): boolean {
  return db.prepare(`select 1 from sqlite_master where name = 'evidence'`).get() !== undefined
}
