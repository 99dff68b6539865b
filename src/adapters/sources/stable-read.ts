import type { BigIntStats } from 'node:fs'
import { fileValidator } from './file-validator.ts'

/** The part of a file handle a stable read needs. */
export interface OpenFile {
  stat(options: { readonly bigint: true }): Promise<BigIntStats>
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>
}

export type StableRead =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly stats: BigIntStats }
  | { readonly kind: 'not-a-file' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unstable' }

/**
 * Reads a file so that the bytes belong to the stats returned: stats before and after must agree and the size must be
 * what was read. A file that changes meanwhile is read once more, then given up as unstable.
 */
export async function stableRead(file: OpenFile, maxBytes: number): Promise<StableRead> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const before = await file.stat({ bigint: true })
    if (!before.isFile()) return { kind: 'not-a-file' }
    if (before.size > maxBytes) return { kind: 'too-large' }
    const bytes = await readUpTo(file, Number(before.size) + 1)
    const after = await file.stat({ bigint: true })
    if (fileValidator(before) === fileValidator(after) && bytes.length === Number(before.size)) return { kind: 'read', bytes, stats: after }
  }
  return { kind: 'unstable' }
}

async function readUpTo(file: OpenFile, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
