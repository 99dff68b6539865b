import { DatabaseSync } from 'node:sqlite'

/** A stored answer as far as redoing it is concerned. */
export interface StoredAnswer {
  readonly question: string
  readonly region: string
  readonly alike: string
  readonly text: string
  readonly madeAt: number
  readonly state: string
}

/** All answers prepared asleep, by id. */
export function entriesOf(database: string): ReadonlyMap<string, StoredAnswer> {
  return reading(
    database,
    (all) =>
      new Map(
        all(
          `select entry, question_text, region, alike, body, made_at, state from entries where scope = ? and kind = 'answer' and status = 'verified'`,
        ).map((row) => [
          String(row.entry),
          {
            question: String(row.question_text),
            region: String(row.region),
            alike: String(row.alike),
            text: (JSON.parse(String(row.body)) as { readonly text: string }).text,
            madeAt: Number(row.made_at),
            state: String(row.state),
          },
        ]),
      ),
  )
}

/** How the last change ended for each artefact it reached since a moment, epoch ms: kind, id and rung. */
export function verificationsSince(
  database: string,
  since: number,
): readonly { readonly kind: string; readonly artefact: string; readonly rung: string }[] {
  return reading(database, (all) =>
    all('select artefact_kind, artefact, rung, at from verifications where scope = ?')
      .filter((row) => Number(row.at) >= since)
      .map((row) => ({ kind: String(row.artefact_kind), artefact: String(row.artefact), rung: String(row.rung) })),
  )
}

/** Labels of the folders and topics above a document, as their summaries are named. */
export function parentLabels(database: string, path: string): readonly string[] {
  const folders = path
    .split('/')
    .slice(0, -1)
    .map((_, at, all) => all.slice(0, at + 1).join('/'))
  return reading(database, (all, db) => {
    const labels = new Set<string>()
    for (const row of all(`select subject, label from distillates where scope = ? and level = 'module'`)) {
      if (row.subject === '' || folders.includes(String(row.subject))) labels.add(String(row.label))
    }
    const topics = db
      .prepare(
        `select distinct s.label from topic_members m join documents d on d.scope = m.scope and d.document = m.document
         join distillates s on s.scope = m.scope and s.level = 'topic' and s.subject = m.topic where m.scope = 'default' and d.path = ?`,
      )
      .all(path)
    for (const row of topics) labels.add(String(row.label))
    return [...labels]
  })
}

type All = (query: string) => readonly Record<string, unknown>[]

function reading<Result>(database: string, read: (all: All, db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(database, { readOnly: true })
  try {
    return read((query) => db.prepare(query).all('default'), db)
  } finally {
    db.close()
  }
}
