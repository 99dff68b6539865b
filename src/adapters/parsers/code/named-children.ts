import type { Node } from 'web-tree-sitter'

/** A node's named children; the binding types them as never null and gives null for what it could not read. */
export function namedChildren(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null)
}
