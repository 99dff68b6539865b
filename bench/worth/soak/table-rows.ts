import { DatabaseSync } from 'node:sqlite'

/** Rows by table of a database that another handle has open. */
export function tableRows(path: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'").all()
    return new Map(
      tables.map(({ name }) => {
        const rows = database.prepare(`select count(*) as rows from "${String(name)}"`).get()
        return [String(name), Number(rows?.rows ?? 0)]
      }),
    )
  } finally {
    database.close()
  }
}

/** The tables that grew most, in words. */
export function grownTables(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
  const grown = [...after].map(([name, rows]) => ({ name, rows, by: rows - (before.get(name) ?? 0) })).filter(({ by }) => by > 0)
  return grown
    .toSorted((one, other) => other.by - one.by)
    .slice(0, 8)
    .map(({ name, rows, by }) => `${name} +${by} (${rows})`)
    .join(', ')
}
