import type { List, ListItem, Nodes } from 'mdast'
import { append } from '../append.ts'
import type { DraftUnit } from '../draft.ts'
import { blockUnits } from './block-units.ts'
import { offsets } from './offsets.ts'
import { proseUnits, readingText } from './prose-units.ts'

/** An item up to this many characters of text is one unit, nested items included. */
const wholeItem = 320
/** A parent's text up to this length is put before its nested items, which often mean nothing alone. */
const shortParent = 80

/** One unit an item; long items by sentence, their nested items apart, with a short parent's text before them. */
export function listUnits(list: List, source: string): readonly DraftUnit[] {
  return list.children.flatMap((item) => itemUnits(item, source, ''))
}

function itemUnits(item: ListItem, source: string, parent: string): readonly DraftUnit[] {
  const { start, end } = offsets(item)
  const text = itemText(item, source)
  const hasCode = item.children.some((child) => child.type === 'code')
  if (text !== '' && text.length <= wholeItem && !hasCode) return [{ start, end, text: withParent(parent, text), embed: true }]
  const units: DraftUnit[] = []
  let own = ''
  for (const child of item.children) {
    const span = offsets(child)
    const from = units.length === 0 ? start : span.start
    if (child.type === 'paragraph') {
      const sentences = proseUnits(child.children, source, from, span.end)
      if (own === '') own = readingText(child.children, source)
      append(
        units,
        sentences.map((unit, index) => (index === 0 ? { ...unit, text: withParent(parent, unit.text) } : unit)),
      )
    } else if (child.type === 'list') {
      const before = own.length <= shortParent ? own : parent
      append(
        units,
        child.children.flatMap((nested) => itemUnits(nested, source, before)),
      )
    } else append(units, blockUnits(child, source))
  }
  return units
}

function withParent(parent: string, text: string): string {
  return parent === '' ? text : `${parent.replace(/[:.]$/, '')}: ${text}`
}

function itemText(item: ListItem, source: string): string {
  const parts: string[] = []
  const nested: string[] = []
  for (const child of item.children) {
    if (child.type === 'list')
      append(
        nested,
        child.children.map((inner) => itemText(inner, source)),
      )
    else if (child.type !== 'code' && child.type !== 'html') parts.push(readingText(inlineOf(child), source))
  }
  const own = parts.filter((part) => part !== '').join(' ')
  const inner = nested.filter((part) => part !== '').join('; ')
  if (inner === '') return own
  return own === '' ? inner : `${own}${/[.:!?,;]$/.test(own) ? '' : ':'} ${inner}`
}

function inlineOf(node: Nodes): readonly Nodes[] {
  return 'children' in node ? node.children : [node]
}
