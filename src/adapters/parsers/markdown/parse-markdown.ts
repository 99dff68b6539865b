import type { RootContent } from 'mdast'
import type { DraftDocument, DraftPassage } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { headingName } from '../heading-name.ts'
import { htmlText } from '../html/html-text.ts'
import { type OutlineItem, outlinePassages } from '../outline.ts'
import type { Span } from '../split-sentences.ts'
import { blockUnits } from './block-units.ts'
import { type FrontMatterEntry, frontMatterEntries } from './front-matter.ts'
import { markdownLinks } from './markdown-links.ts'
import { markdownTrees } from './markdown-trees.ts'
import { offsets } from './offsets.ts'
import { readingText } from './prose-units.ts'

/** Markdown with GFM and front matter: passages by section and block. `mdx` drops import and export lines. */
export function parseMarkdown(text: string, pieces: readonly Span[], options: { readonly mdx: boolean }): DraftDocument {
  const trees = markdownTrees(text, pieces)
  const nodes = trees.flatMap((tree) => tree.children)
  const blocks = options.mdx ? nodes.filter((node) => !isModuleLine(node, text)) : nodes
  const front = blocks.find((node) => node.type === 'yaml' || (node.type as string) === 'toml')
  const fields = front === undefined ? [] : frontFields(front, text)
  const outline = outlinePassages(
    blocks.filter((node) => node !== front).map((node) => outlineItem(node, text)),
    text,
  )
  const named = fields.find((field) => field.key.toLowerCase() === 'title')?.value ?? ''
  return {
    title: named !== '' ? named : (outline.title ?? htmlTitle(blocks)),
    format: 'markdown',
    language: null,
    passages: [...(front === undefined ? [] : frontPassages(front, fields)), ...outline.passages],
    links: markdownLinks(trees, text),
    warnings: [],
  }
}

function outlineItem(node: RootContent, text: string): OutlineItem {
  if (node.type === 'heading') return { type: 'heading', depth: node.depth, name: headingName(readingText(node.children, text)) }
  const html = node.type === 'html' ? /^\s*<h([1-6])\b[^>]*>([\s\S]*)<\/h\1>\s*$/i.exec(node.value) : null
  const name = html === null ? '' : headingName(htmlText(html[2] ?? ''))
  if (name !== '') return { type: 'heading', depth: Number(html?.[1]), name }
  const kind = node.type === 'list' || node.type === 'table' || node.type === 'code' ? node.type : 'prose'
  const language = node.type === 'code' ? (node.lang?.replace(/[{,:].*$/, '') ?? null) : null
  return { type: 'block', kind, ...offsets(node), language, units: blockUnits(node, text) }
}

function htmlTitle(blocks: readonly RootContent[]): string | null {
  for (const node of blocks) {
    const heading = node.type === 'html' ? /<h1\b[^>]*>([\s\S]*?)<\/h1>/i.exec(node.value)?.[1] : undefined
    const name = heading === undefined ? '' : foldSpace(htmlText(heading))
    if (name !== '') return headingName(name)
  }
  return null
}

function frontFields(front: RootContent, text: string): readonly FrontMatterEntry[] {
  const { start, end } = offsets(front)
  const source = text.slice(start, end)
  const body = source.indexOf('\n') + 1
  return frontMatterEntries(source.slice(body), start + body)
}

/** A passage only where the front matter says something besides the title. */
function frontPassages(front: RootContent, fields: readonly FrontMatterEntry[]): readonly DraftPassage[] {
  const told = fields.filter((field) => field.key.toLowerCase() !== 'title' && /\p{L}\s+\p{L}+\s/u.test(field.value))
  if (told.length === 0) return []
  const units = told.map((field) => ({ ...field.span, text: `${field.key}: ${field.value}`, embed: true }))
  return [{ kind: 'data', ...offsets(front), place: [], symbol: null, language: 'yaml', units }]
}

function isModuleLine(node: RootContent, text: string): boolean {
  const { start } = offsets(node)
  return node.type === 'paragraph' && /^(?:import|export)\s[^.]*?(?:from|const|default|['"{*])/.test(text.slice(start, start + 200))
}
