import type { List, Nodes } from 'mdast'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { htmlText } from '../html/html-text.ts'
import { splitSentences } from '../split-sentences.ts'
import { listUnits } from './list-units.ts'
import { offsets } from './offsets.ts'
import { proseUnits } from './prose-units.ts'
import { tableUnits } from './table-units.ts'

/** The units of any block, nested ones included; nothing for what has no text of its own (images, rules, comments). */
export function blockUnits(node: Nodes, source: string): readonly DraftUnit[] {
  const { start, end } = offsets(node)
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return proseUnits(node.children, source, start, end)
    case 'list':
      return isContents(node) ? listUnits(node, source).map((unit) => ({ ...unit, embed: false })) : listUnits(node, source)
    case 'table':
      return tableUnits(node, source)
    case 'code':
      return node.value.trim() === '' ? [] : [{ start, end, text: node.value, embed: false }]
    case 'html':
      return htmlUnits(source, start, end)
    case 'blockquote':
    case 'footnoteDefinition':
    case 'listItem':
      return node.children.flatMap((child) => blockUnits(child, source))
    default:
      return []
  }
}

/** A table of contents: every item is a link into the document. Its words are in the headings already. */
function isContents(list: List): boolean {
  return list.children.length > 1 && list.children.every((item) => item.children.every(isContentsLine))
}

function isContentsLine(node: Nodes): boolean {
  if (node.type === 'list') return node.children.every((item) => item.children.every(isContentsLine))
  const [first, ...rest] = node.type === 'paragraph' ? node.children : []
  return first?.type === 'link' && first.url.startsWith('#') && rest.every((next) => next.type === 'text' && next.value.trim() === '')
}

// Tags have no place in the reading form, so an HTML block of several sentences stays one unit over the block.
function htmlUnits(source: string, start: number, end: number): readonly DraftUnit[] {
  const text = foldSpace(htmlText(source.slice(start, end)))
  if (!/[\p{L}\p{N}]/u.test(text)) return []
  const first = splitSentences(text)[0]
  const reading = text.length <= 600 || first === undefined ? text : text.slice(first.start, first.end)
  return [{ start, end, text: reading, embed: true }]
}
