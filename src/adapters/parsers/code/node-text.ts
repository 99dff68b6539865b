import type { Node } from 'web-tree-sitter'

/** A node's slice of the document, without crossing into WebAssembly for it. */
export function nodeText(node: Node, source: string): string {
  return source.slice(node.startIndex, node.endIndex)
}
