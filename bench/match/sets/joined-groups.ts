/** Names the connected component of each text, where the texts of one list are connected. */
export function joinedGroups(lists: readonly (readonly string[])[]): (text: string) => string {
  const parent = new Map<string, string>()
  const rootOf = (text: string): string => {
    let root = text
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root)) root = next
    parent.set(text, root)
    return root
  }
  for (const list of lists) {
    const [first] = list
    if (first === undefined) continue
    for (const text of list) {
      const [a, b] = [rootOf(first), rootOf(text)]
      if (a !== b) parent.set(b, a)
    }
  }
  return rootOf
}
