import { parseDocument } from 'htmlparser2'
import { append } from '../append.ts'
import type { DraftDocument, DraftLink } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { headingName } from '../heading-name.ts'
import { type OutlineItem, outlinePassages } from '../outline.ts'
import { htmlItems } from './html-items.ts'
import type { HtmlElement, HtmlNode } from './html-node.ts'
import { elementText } from './inline-form.ts'

/** HTML: headings, paragraphs, lists, tables and preformatted code; every passage is a slice of the source, tags included. */
export function parseHtml(text: string): DraftDocument {
  const tree = parseDocument(text, { withStartIndices: true, withEndIndices: true, decodeEntities: true })
  const items: readonly OutlineItem[] = htmlItems(tree.children, text)
  const outline = outlinePassages(items, text)
  const named = first(tree.children, 'title')
  const title = named === null ? '' : foldSpace(elementText(named))
  return {
    title: outline.title ?? (title === '' ? null : headingName(title)),
    format: 'html',
    language: null,
    passages: outline.passages,
    links: links(tree.children),
    warnings: [],
  }
}

function first(nodes: readonly HtmlNode[], name: string): HtmlElement | null {
  const waiting = [...nodes].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type !== 'tag' || !('children' in node)) continue
    if (node.name === name) return node
    if (node.name !== 'svg') append(waiting, node.children.toReversed())
  }
  return null
}

function links(nodes: readonly HtmlNode[]): readonly DraftLink[] {
  const found: DraftLink[] = []
  const waiting = [...nodes].reverse()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!('children' in node)) continue
    const target = 'attribs' in node && node.name === 'a' ? (node.attribs.href ?? '') : ''
    if (target !== '' && 'attribs' in node) {
      const text = foldSpace(elementText(node))
      if (text !== '') found.push({ text, target, offset: node.startIndex ?? 0 })
    } else append(waiting, node.children.toReversed())
  }
  return found
}
