import { realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beginGitLookAhead } from '../../adapters/sources/git-look.ts'
import { workingFolder } from '../config/find-folder.ts'

/** A database of fewer bytes holds too few documents for git to be asked. */
const leastBytes = 8 * 1024 * 1024

/**
 * Begins what takes longest in a `sync` of a large work tree, git's look at its files, before anything else is loaded. A
 * guess from the bare arguments: where it is wrong, nobody takes the answer. Never throws.
 */
export function beginSyncLook(
  words: readonly string[],
  from: { readonly cwd: string; readonly environment: Readonly<Record<string, string | undefined>> },
): void {
  if (!words.includes('sync')) return
  const at = words.indexOf('-C')
  const folder = resolve(workingFolder(from.cwd, from.environment), (at === -1 ? undefined : words[at + 1]) ?? '.')
  try {
    if (statSync(join(folder, '.reverie', 'reverie.db')).size < leastBytes) return
    beginGitLookAhead(realpathSync.native(folder))
  } catch {
    // No such folder or database: the command itself says what is wrong, if anything is.
  }
}
