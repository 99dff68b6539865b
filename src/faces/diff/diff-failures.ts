import type { DiffFailure, DiffView } from './diff-view.ts'

/**
 * Which of the named outcomes occur. A complete list that lost or gained members counts as altered, one that lost all as
 * withdrawn; `pinned` is a pinned question of any of the three.
 */
export function diffFailuresOf(view: DiffView, named: readonly DiffFailure[]): readonly DiffFailure[] {
  const emptied = view.lists.filter((list) => list.kept + list.added.length + list.changed.length === 0)
  const relisted = view.lists.filter((list) => !emptied.includes(list))
  const found = {
    withdrawn: [...view.withdrawn, ...emptied],
    altered: [...view.altered, ...relisted],
    contradicted: view.contradicted,
  }
  return named.filter((failure) =>
    failure === 'pinned' ? Object.values(found).some((items) => items.some((item) => item.pinned)) : found[failure].length > 0,
  )
}
