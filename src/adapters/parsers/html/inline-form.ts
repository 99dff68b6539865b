import { align } from '../align.ts'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { type Span, splitSentences } from '../split-sentences.ts'
import type { HtmlElement, HtmlNode } from './html-node.ts'

/** Elements whose text is for no reader. */
export const silentElements: ReadonlySet<string> = new Set(
  'script style noscript template svg math iframe object nav head select button textarea canvas'.split(' '),
)

/** The text below an element, as it is spelled out. */
export function elementText(element: HtmlElement): string {
  const parts: string[] = []
  eachText(
    element.children,
    (text) => parts.push(text),
    () => {},
  )
  return parts.join('')
}

/** Sentences of inline nodes as units; the first begins with the nodes, the last ends with them. */
export function inlineUnits(nodes: readonly HtmlNode[], source: string): readonly DraftUnit[] {
  const from = nodes[0]?.startIndex ?? 0
  const to = (nodes.at(-1)?.endIndex ?? from) + 1
  let text = ''
  const map: number[] = []
  const code: Span[] = []
  eachText(
    nodes,
    (value, start, end, isCode) => {
      if (isCode) code.push({ start: text.length, end: text.length + value.length })
      for (const at of start < 0 ? [map.at(-1) ?? from] : align(value, source, start, end)) map.push(at)
      text += value
    },
    (start) => {
      map.push(start)
      text += ' '
    },
  )
  const spans = splitSentences(text, code).filter((span) => /[\p{L}\p{N}]/u.test(text.slice(span.start, span.end)))
  return spans.map((span, index) => {
    const next = spans[index + 1]
    return {
      start: index === 0 ? from : outOfTag(source, map[span.start] ?? from),
      end: next === undefined ? to : outOfTag(source, map[next.start] ?? to),
      text: foldSpace(text.slice(span.start, span.end)),
      embed: true,
    }
  })
}

/** Tags that open right before a sentence belong to it. */
function outOfTag(source: string, at: number): number {
  let start = at
  for (let tag = /<[a-zA-Z][^<>]{0,200}>$/.exec(source.slice(Math.max(0, start - 202), start)); tag !== null; ) {
    start -= tag[0].length
    tag = /<[a-zA-Z][^<>]{0,200}>$/.exec(source.slice(Math.max(0, start - 202), start))
  }
  return start
}

function eachText(
  nodes: readonly HtmlNode[],
  onText: (text: string, start: number, end: number, isCode: boolean) => void,
  onBreak: (start: number) => void,
  isCode = false,
): void {
  for (const node of nodes) {
    if (node.type === 'text') onText(node.data, node.startIndex ?? 0, (node.endIndex ?? -1) + 1, isCode)
    else if ('attribs' in node && !silentElements.has(node.name)) {
      if (node.name === 'br') onBreak(node.startIndex ?? 0)
      else eachText(node.children, onText, onBreak, isCode || node.name === 'code' || node.name === 'kbd' || node.name === 'samp')
    }
  }
}
