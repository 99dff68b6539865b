import type { Nodes } from 'mdast'
import { align } from '../align.ts'
import type { Span } from '../split-sentences.ts'

/**
 * Inline Markdown as a reader hears it: no emphasis, link targets, images or backticks. `map[i]` is the offset in the
 * document of the i-th character, moved out to the start of markup that begins there; `map[text.length]` is the end.
 */
export interface ReadingForm {
  readonly text: string
  readonly map: readonly number[]
  /** Spans of `text` that come from inline code. */
  readonly code: readonly Span[]
}

/** Builds the reading form of inline nodes; `end` is where their block ends. */
export function readingForm(nodes: readonly Nodes[], source: string, end: number): ReadingForm {
  const text: string[] = []
  const map: number[] = []
  const code: Span[] = []
  const put = (value: string, from: number, to: number, outer: number): void => {
    const offsets = align(value, source, from, to)
    for (let i = 0; i < value.length; i++) map.push(i === 0 ? outer : (offsets[i] ?? to))
    text.push(value)
  }
  const walk = (node: Nodes, outer: number | null): void => {
    const from = node.position?.start.offset ?? 0
    const to = node.position?.end.offset ?? from
    const start = outer ?? from
    switch (node.type) {
      case 'text':
        put(node.value, from, to, start)
        return
      case 'inlineCode':
        code.push({ start: map.length, end: map.length + node.value.length })
        put(node.value, from, to, start)
        return
      case 'break':
        put(' ', from, to, start)
        return
      case 'html':
        if (/^<br\b/i.test(node.value)) put(' ', from, to, start)
        return
      case 'image':
      case 'imageReference':
      case 'footnoteReference':
      case 'definition':
        return
      default:
        if ('children' in node) for (const [index, child] of node.children.entries()) walk(child, index === 0 ? start : null)
    }
  }
  for (const node of nodes) walk(node, null)
  map.push(end)
  return { text: text.join(''), map, code }
}
