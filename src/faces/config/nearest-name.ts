/**
 * The name a person most likely meant: the closest of `names` by edit distance (Levenshtein 1966), ignoring case, `-` and
 * `_`; null where none is within two fifths of its length.
 */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const wanted = bare(typed)
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const name of names) {
    const distance = editDistance(wanted, bare(name))
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best !== null && bestDistance <= Math.max(1, Math.round(bare(best).length * 0.4)) ? best : null
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
