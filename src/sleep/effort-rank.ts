/**
 * How much effort an answer was made with: `lexical` was searched for by words alone, `hybrid` by words and meaning, `live`
 * as an ask does it, by both. The model and its prompt are no part of it: they are compared by the recipe.
 */
const ranks: Readonly<Record<string, number>> = { lexical: 1, hybrid: 2, live: 2, 'complete list': 3 }

/** Higher is more effort. One that is not known here, of an imported answer, is the least: it is remade rather than trusted. */
export function effortRank(effort: string): number {
  return ranks[effort] ?? 0
}

/** Whether an answer was made with less effort than one would be made with now: only then it is remade for that alone. */
export function isBelowEffort(effort: string, wanted: string): boolean {
  return effortRank(effort) < effortRank(wanted)
}
