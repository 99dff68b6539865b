import type { ChangedFiles } from './changed-files.ts'
import type { StoredAnswer } from './stored-answers.ts'

/**
 * At most so many of the changed files: removed ones cost nothing and stay, then those that prepared answers were made
 * from, then the rest by path.
 */
export function capFiles(
  files: ChangedFiles,
  answers: readonly StoredAnswer[],
  most: number,
): { readonly kept: ChangedFiles; readonly uncompared: number } {
  const uncompared = Math.max(0, files.added.length + files.changed.length - most)
  if (uncompared === 0) return { kept: files, uncompared }
  const regions = new Set(answers.map(({ question }) => question.region))
  const rank = (path: string): number => (regions.has(path) ? 0 : 1)
  const ranked = [...files.changed, ...files.added].sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1))
  const kept = new Set(ranked.slice(0, most).map(({ path }) => path))
  const only = <File extends { readonly path: string }>(some: readonly File[]) => some.filter(({ path }) => kept.has(path))
  return { kept: { ...files, added: only(files.added), changed: only(files.changed) }, uncompared }
}
