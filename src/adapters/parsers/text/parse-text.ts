import type { DraftDocument } from '../draft.ts'
import type { TextFlavour } from '../file-format.ts'
import { type OutlineItem, outlinePassages } from '../outline.ts'
import { asciidocItems } from './asciidoc-items.ts'
import { plainItems } from './plain-items.ts'
import { restructuredItems } from './restructured-items.ts'
import { sourceLines } from './source-lines.ts'
import { textLinks } from './text-links.ts'

/** Plain text, reStructuredText and AsciiDoc: headings, paragraphs, lists, tables and literal blocks by their lines. */
export function parseText(text: string, flavour: TextFlavour): DraftDocument {
  const lines = sourceLines(text)
  const items: Readonly<Record<TextFlavour, () => readonly OutlineItem[]>> = {
    plain: () => plainItems(lines, text),
    rst: () => restructuredItems(lines, text),
    asciidoc: () => asciidocItems(lines, text),
  }
  const outline = outlinePassages(items[flavour](), text)
  return { title: outline.title, format: 'text', language: null, passages: outline.passages, links: textLinks(text), warnings: [] }
}
