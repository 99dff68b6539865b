/** Characters kept before the first difference. */
const context = 32

/**
 * Two texts on one line each, cut so that what differs is in view: a common beginning longer than some words is replaced by
 * `…`. Both are left whole where they fit into `columns`.
 */
export function focusPair(old: string, now: string, columns: number): readonly [string, string] {
  if (old.length <= columns && now.length <= columns) return [old, now]
  let common = 0
  while (common < Math.min(old.length, now.length) && old[common] === now[common]) common += 1
  const space = old.lastIndexOf(' ', Math.max(0, common - context))
  if (space < context) return [old, now]
  return [`…${old.slice(space)}`, `…${now.slice(space)}`]
}
