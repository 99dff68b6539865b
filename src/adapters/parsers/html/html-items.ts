import type { PassageKind } from '../../../spec/parser.ts'
import { append } from '../append.ts'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { headingName } from '../heading-name.ts'
import type { OutlineBlock, OutlineItem } from '../outline.ts'
import type { HtmlElement, HtmlNode } from './html-node.ts'
import { elementText, inlineUnits, silentElements } from './inline-form.ts'

const inlineElements = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)
/** A list item or cell up to this long is one unit. */
const wholeItem = 320

/** The headings and blocks of a tree in order. */
export function htmlItems(nodes: readonly HtmlNode[], source: string): readonly OutlineItem[] {
  const items: OutlineItem[] = []
  let run: HtmlNode[] = []
  const flush = (): void => {
    const [first] = run
    const last = run.at(-1)
    if (first !== undefined && last !== undefined) items.push(block('prose', first, last, inlineUnits(run, source)))
    run = []
  }
  for (const node of nodes) {
    if (node.type === 'text' || ('attribs' in node && isInline(node))) {
      run.push(node)
      continue
    }
    if (!('attribs' in node) || silentElements.has(node.name) || isNavigation(node)) continue
    flush()
    append(items, elementItems(node, source))
  }
  flush()
  return items
}

const navigation = new Set(
  'nav navbar nav-panel navigation navbar-nav breadcrumb breadcrumbs breadcrumbs-list sidebar toc skip-link'.split(' '),
)

function isNavigation(element: HtmlElement): boolean {
  const names = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`.toLowerCase().split(/\s+/)
  return element.attribs.role === 'navigation' || element.attribs['aria-hidden'] === 'true' || names.some((name) => navigation.has(name))
}

/** Inline, and without a block inside, as hand-written pages put whole sections into links and spans. */
function isInline(node: HtmlElement): boolean {
  return inlineElements.has(node.name) && node.children.every((child) => !('attribs' in child) || isInline(child))
}

function elementItems(element: HtmlElement, source: string): readonly OutlineItem[] {
  const depth = /^h([1-6])$/.exec(element.name)?.[1]
  if (depth !== undefined)
    return [{ type: 'heading', depth: Number(depth), name: headingName(elementText(element).replace(/[¶#]\s*$/, '')) }]
  switch (element.name) {
    case 'ul':
    case 'ol':
    case 'menu':
      return [block('list', element, element, listUnits(element, source))]
    case 'dl':
      return [block('list', element, element, termUnits(element))]
    case 'table':
      return tableItems(element, source)
    case 'pre': {
      const text = elementText(element)
      const language = /\b(?:lang|language|highlight-source)-([\w+#-]+)/.exec(classes(element))?.[1] ?? null
      return [{ ...block('code', element, element, [{ ...span(element), text, embed: false }]), language }]
    }
    default:
      return htmlItems(element.children, source)
  }
}

function classes(element: HtmlElement): string {
  const child = element.children.find((node) => 'attribs' in node)
  return `${element.attribs.class ?? ''} ${child !== undefined && 'attribs' in child ? (child.attribs.class ?? '') : ''}`
}

function listUnits(list: HtmlElement, source: string): readonly DraftUnit[] {
  return list.children.flatMap((item) => {
    if (!('attribs' in item)) return []
    const text = foldSpace(elementText(item))
    if (text === '') return []
    if (text.length <= wholeItem) return [{ ...span(item), text, embed: true }]
    const inner = htmlItems(item.children, source).flatMap((found) => (found.type === 'block' ? found.units : []))
    return inner.length > 0 ? inner : [{ ...span(item), text, embed: true }]
  })
}

/** `dt` and the `dd`s after it as one unit: `term: meaning`. */
function termUnits(list: HtmlElement): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let term: HtmlElement | null = null
  for (const item of list.children.flatMap((child) => ('attribs' in child && child.name === 'div' ? child.children : [child]))) {
    if (!('attribs' in item)) continue
    if (item.name === 'dt') term = item
    else {
      const name = term === null ? '' : `${foldSpace(elementText(term))}: `
      units.push({
        start: (term ?? item).startIndex ?? 0,
        end: (item.endIndex ?? 0) + 1,
        text: `${name}${foldSpace(elementText(item))}`,
        embed: true,
      })
      term = null
    }
  }
  return units.filter((unit) => /[\p{L}\p{N}]/u.test(unit.text))
}

/** A table of data by row; one that lays out a page is read through. */
function tableItems(table: HtmlElement, source: string): readonly OutlineItem[] {
  const rows = descendants(table, 'tr')
  const isLayout = descendants(table, 'table').length > 0 || rows.every((row) => cells(row).length < 2)
  if (isLayout) return htmlItems(table.children, source)
  const [head] = rows
  const hasHead =
    head !== undefined &&
    ((head.parent?.type === 'tag' && 'name' in head.parent && head.parent.name === 'thead') ||
      cells(head).every((cell) => cell.name === 'th'))
  const names = hasHead ? cells(head).map((cell) => foldSpace(elementText(cell))) : []
  const units = (hasHead ? rows.slice(1) : rows).map((row) => ({
    ...span(row),
    text: cells(row)
      .map((cell, column) => ({ name: names[column] ?? '', value: foldSpace(elementText(cell)) }))
      .filter((cell) => cell.value !== '')
      .map((cell) => (cell.name === '' ? cell.value : `${cell.name}: ${cell.value}`))
      .join('; '),
    embed: true,
  }))
  return [
    block(
      'table',
      table,
      table,
      units.filter((unit) => unit.text !== ''),
    ),
  ]
}

function cells(row: HtmlElement): readonly HtmlElement[] {
  return row.children.filter((child) => 'attribs' in child).filter((child) => child.name === 'td' || child.name === 'th')
}

function descendants(element: HtmlElement, name: string): readonly HtmlElement[] {
  return element.children.flatMap((child) => {
    if (!('attribs' in child)) return []
    return child.name === name ? [child, ...(name === 'table' ? [] : [])] : descendants(child, name)
  })
}

function span(node: HtmlNode): { readonly start: number; readonly end: number } {
  return { start: node.startIndex ?? 0, end: (node.endIndex ?? -1) + 1 }
}

function block(kind: PassageKind, first: HtmlNode, last: HtmlNode, units: readonly DraftUnit[]): OutlineBlock {
  return { type: 'block', kind, start: span(first).start, end: span(last).end, language: null, units }
}
