import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Store } from '../../../spec/store.ts'

/** Whether an existing database can be written: the file itself, and the folder, where its log is kept. */
export async function writeAccess(path: string): Promise<Store['writable']> {
  for (const needed of [path, dirname(path)]) {
    try {
      await access(needed, constants.W_OK)
    } catch (error) {
      return { ok: false, reason: `${needed} cannot be written (${(error as NodeJS.ErrnoException).code})` }
    }
  }
  return { ok: true }
}
