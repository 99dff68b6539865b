import type { ChangedFiles } from './changed-files.ts'
import type { DiffView } from './diff-view.ts'
import type { LaidChange } from './lay-changes.ts'

/** The files that differ, renames paired; those that are not read are named once. */
export function filesView(
  files: ChangedFiles,
  kept: ChangedFiles,
  laid: LaidChange,
  uncompared: number,
): Omit<DiffView['files'], 'alreadyStored'> {
  const to = new Set(laid.renamed.map((one) => one.to))
  const from = new Set(laid.renamed.map((one) => one.from))
  const unread = new Set(laid.skipped.map(({ path }) => path))
  const named = (documents: readonly { readonly path: string }[], left: ReadonlySet<string>) =>
    documents
      .map(({ path }) => path)
      .filter((path) => !left.has(path) && !unread.has(path))
      .sort()
  return {
    added: named(kept.added, to),
    changed: named(kept.changed, new Set()),
    removed: named(kept.removed, from),
    renamed: laid.renamed,
    skipped: [...files.skipped.map(({ path, reason }) => ({ path, reason })), ...laid.skipped],
    otherwiseStored: files.otherwiseStored,
    uncompared,
  }
}
