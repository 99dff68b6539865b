/** Adds all of `more`; unlike a spread into `push` it takes lists of any length. */
export function append<Item>(list: Item[], more: readonly Item[]): void {
  for (const item of more) list.push(item)
}
