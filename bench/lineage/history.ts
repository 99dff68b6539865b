import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** One revision of a real folder of documents: what it sets and takes away. */
export interface Revision {
  /** 0 is the first, which sets everything. */
  readonly number: number
  readonly commit: string
  readonly subject: string
  readonly set: ReadonlyMap<string, string>
  readonly removed: readonly string[]
}

export const histories = ['hono', 'fastify'] as const
export type HistoryName = (typeof histories)[number]

const blobRow = z.object({ id: z.string(), text: z.string() })
const paths = z.record(z.string(), z.string())
const revisionRow = z.object({
  commit: z.string(),
  subject: z.string(),
  files: paths.nullish(),
  set: paths.nullish(),
  removed: z.array(z.string()).nullish(),
})

/** Reads a recorded history, oldest first; null where the data is missing. */
export function readHistory(data: string | null, name: HistoryName): readonly Revision[] | null {
  const folder = data === null ? null : join(data, 'docs-history', name)
  if (folder === null || !existsSync(join(folder, 'revisions.jsonl'))) return null
  const rows = (file: string): readonly unknown[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line))
  const blobs = new Map(
    rows('blobs.jsonl')
      .map((row) => blobRow.parse(row))
      .map(({ id, text }) => [id, text]),
  )
  const textOf = (id: string): string => {
    const text = blobs.get(id)
    if (text === undefined) throw new Error(`docs-history/${name} names the text ${id} and does not hold it.`)
    return text
  }
  return rows('revisions.jsonl').map((row, number) => {
    const { commit, subject, files, set, removed } = revisionRow.parse(row)
    const written = Object.entries(files ?? set ?? {})
    return { number, commit, subject, set: new Map(written.map(([path, id]) => [path, textOf(id)])), removed: removed ?? [] }
  })
}

/** Brings the folder to a revision. File times are set by its number, so that every run sees the same. */
export function checkOut(folder: string, { number, set, removed }: Revision): void {
  const at = new Date(Date.UTC(2025, 0, 1) + number * 3_600_000)
  for (const path of removed) rmSync(join(folder, path), { force: true })
  for (const [path, text] of set) {
    const full = join(folder, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
    utimesSync(full, at, at)
  }
}
