import type { Nodes } from 'mdast'
import type { Span } from '../split-sentences.ts'

/** Where a node stands in the document. */
export function offsets(node: Nodes): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 }
}
