import { stat } from 'node:fs/promises'

/** Bytes a database takes on disk: the file and its write-ahead log. 0 where there is none, or it is in memory. */
export async function databaseSize(path: string): Promise<number> {
  const sizes = await Promise.all([path, `${path}-wal`].map((file) => stat(file).then(sizeOf, nothing)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function sizeOf(found: { readonly size: number }): number {
  return found.size
}

function nothing(): number {
  return 0
}
